package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Cache;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Squid;
import dev.preheat.testing.Title;
import dev.preheat.testing.TrafficServer;
import dev.preheat.testing.Varnish;
import dev.preheat.testing.Visitor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Caches about as large as a title, by bytes and by entries: what is called proved is all there when the cache has thrown out
 * what does not fit, and a title larger than its cache is never called so.
 */
class CacheSizeIT {
    private static final int SEGMENTS = 100; // of two renditions each
    private static final int SEGMENT = 100_000;
    private static final long TITLE = 2L * SEGMENTS * SEGMENT;
    private static final List<Double> SHARES = List.of(0.7, 0.9, 1.0, 1.1, 1.5);

    // nginx manages its cache every ten seconds
    private static final Duration LATER = Duration.ofSeconds(12);

    @TempDir
    Path docroot;

    /** A program, and what it throws out when it is full. */
    enum Kind {
        NGINX_BY_BYTES(EdgeKind.NGINX),
        NGINX_BY_ENTRIES(EdgeKind.NGINX),
        GENERIC(EdgeKind.GENERIC),
        VARNISH_MALLOC(EdgeKind.VARNISH),
        VARNISH_FILE(EdgeKind.VARNISH),
        TRAFFICSERVER_RING(EdgeKind.TRAFFICSERVER),
        SQUID_LRU(EdgeKind.SQUID),
        SQUID_HEAP_GDSF(EdgeKind.SQUID),
        SQUID_HEAP_LFUDA(EdgeKind.SQUID);

        final EdgeKind edge;

        Kind(EdgeKind edge) {
            this.edge = edge;
        }

        Cache before(URI origin, double share) {
            long bytes = (long) (share * TITLE);
            return switch (this) {
                case NGINX_BY_BYTES, GENERIC -> Nginx.holding(origin, "10m", bytes / 1_024 + "k");
                case NGINX_BY_ENTRIES -> Nginx.holding(origin, zone((int) (share * 2 * SEGMENTS)), "50g");
                case VARNISH_MALLOC -> Varnish.holding(origin, false, bytes);
                case VARNISH_FILE -> Varnish.holding(origin, true, bytes);
                case TRAFFICSERVER_RING -> TrafficServer.holding(origin, bytes / 1_000_000 + "M");
                case SQUID_LRU -> Squid.holding(origin, "lru", bytes / 1_000_000);
                case SQUID_HEAP_GDSF -> Squid.holding(origin, "heap GDSF", bytes / 1_000_000);
                case SQUID_HEAP_LFUDA -> Squid.holding(origin, "heap LFUDA", bytes / 1_000_000);
            };
        }

        // An entry takes 128 bytes, in pages; the zone keeps three pages for itself.
        private static String zone(int entries) {
            return 12 + entries / 8 + "k";
        }
    }

    private record Case(Kind kind, double share) {}

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTitleAboutAsLargeAsItsCacheIsProvedOnlyWhenItStays(Kind kind) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, SEGMENTS, SEGMENT));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var origin = Nginx.origin(docroot)) {
            var cases = new ArrayList<Callable<String>>();
            SHARES.forEach(share -> cases.add(() -> share + " " + ended(new Case(kind, share), origin.uri(), title)));
            var seen = new ArrayList<String>();
            for (var ended : threads.invokeAll(cases)) {
                seen.add(ended.get());
            }
            System.out.println(kind + " " + seen);
            assertThat(seen).contains("1.5 proved").doesNotContain("0.7 proved", "0.9 proved");
        } catch (ExecutionException failed) {
            throw new AssertionError("a fill broke, or what was proved did not stay", failed);
        }
    }

    private static String ended(Case one, URI origin, Title title) throws InterruptedException {
        try (var edge = one.kind().before(origin, one.share())) {
            var outcome = EdgeFills.into(one.kind().edge.at(edge.uri())).fill(title.path());
            if (outcome instanceof Failed failed) {
                assertThat(failed.failure()).as("%s: %s", one, failed.reason()).isEqualTo(FailureClass.NOT_STORED);
            } else {
                long files = edge.storedFiles();
                Awaits.holds(one + " keeps its files", LATER, () -> edge.storedFiles() >= files);
                assertThat(title.paths())
                        .as("%s", one)
                        .allMatch(path -> Visitor.get(edge.uri(), HOST, path, "Cache-Control: only-if-cached")
                                        .status()
                                == 200);
            }
            return EdgeFills.word(outcome);
        }
    }
}
