package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.BODY;
import static dev.preheat.fill.NginxFills.FILE;
import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FailureClass;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no nginx stores, or not this time: it fails, says why, and is never proved. */
class NginxFailureIT {
    @TempDir
    Path docroot;

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("404", Behaviour.status(404), FailureClass.ORIGIN_ERROR),
                Arguments.of("500", Behaviour.status(500), FailureClass.ORIGIN_ERROR),
                Arguments.of("503", Behaviour.status(503), FailureClass.ORIGIN_ERROR),
                Arguments.of("redirect", Behaviour.redirect("/elsewhere"), FailureClass.ORIGIN_ERROR),
                Arguments.of("reset", Behaviour.resetAtOnce(), FailureClass.ORIGIN_ERROR),
                Arguments.of("huge headers", Behaviour.hugeHeaders(BODY), FailureClass.ORIGIN_ERROR),
                Arguments.of("truncated", Behaviour.truncated(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("truncated, chunked", Behaviour.truncatedChunked(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("stalled", Behaviour.stalled(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("silent", Behaviour.silent(), FailureClass.TIMEOUT),
                Arguments.of("garbage", Behaviour.garbage(), FailureClass.EDGE_REFUSED),
                Arguments.of("no-store", Behaviour.noStore(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("private", Behaviour.privately(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("Set-Cookie", Behaviour.setCookie(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("Vary: *", Behaviour.varyStar(BODY), FailureClass.NOT_CACHEABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatIsNotStoredFailsAndSaysWhy(String name, Behaviour behaviour, FailureClass expected) throws Exception {
        try (var origin = BadOrigin.start().at(FILE, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT)) {
            var failed = failed(fill(edge, FILE));
            assertThat(failed.failure()).as(failed.reason()).isEqualTo(expected);
            assertThat(failed.reason()).as(name).contains(FILE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void norIsItProvedOnAnEdgeThatFillsWhenProbed(String name, Behaviour behaviour, FailureClass expected)
            throws Exception {
        try (var origin = BadOrigin.start().at(FILE, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT, EdgeOption.WITHOUT_PROBE)) {
            var failed = failed(fill(edge, FILE));
            assertThat(failed.failure()).as(name + ": " + failed.reason()).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void oneBadSegmentFailsTheTitle(String name, Behaviour behaviour, FailureClass expected) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 3, 10_000));
        var bad = title.paths().getLast();
        try (var origin = BadOrigin.start().serving(title).at(bad, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT)) {
            var failed = failed(fill(edge, title.path(), origin.uri()));
            assertThat(failed.failure()).as(failed.reason()).isEqualTo(expected);
            assertThat(failed.reason()).as(name).contains(bad);
        }
    }

    @Test
    void whatTheOriginHasNotNeverReachesTheEdge() throws Exception {
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            var failed = failed(fill(edge, FILE, origin.uri()));

            assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
            assertThat(failed.again()).isFalse();
            assertThat(edge.requests()).isEmpty();
        }
    }

    @Test
    void anOriginThatRecoversIsProvedAtTheNextAttempt() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.status(500).times(1, Behaviour.ok(BODY)));
                var edge = Nginx.edge(origin.uri())) {
            var first = failed(fill(edge, FILE));
            assertThat(first.again()).isTrue();
            proved(fill(edge, FILE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void anOriginThatIsAskedForTooMuchIsLeftAloneForAMoment(int status) throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.status(status).times(2, Behaviour.ok(BODY)));
                var edge = Nginx.edge(origin.uri())) {
            proved(fill(edge, FILE));
        }
    }

    @Test
    void anEdgeThatFillsWhenProbedAndSaysNothingProvesNothing() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE, EdgeOption.WITHOUT_CACHE_STATUS)) {
            var failed = failed(fill(edge, title.path(), origin.uri()));

            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_PROVED);
            assertThat(failed.reason()).contains("docs/edges.md");
        }
    }

    @Test
    void anEdgeThatNeverStoresIsNeverProved() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_BUFFERING)) {
            var failed = failed(fill(edge, title.path(), origin.uri()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
        }
    }

    @Test
    void anOlderVersionInTheEdgeIsNoProof() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri())) {
            proved(fill(edge, FILE, origin.uri()));
            origin.at(FILE, Behaviour.ok(new byte[BODY.length + 1]));

            var failed = failed(fill(edge, FILE, origin.uri()));
            assertThat(failed.failure()).isEqualTo(FailureClass.CHANGED);
            assertThat(failed.reason()).contains("300000 bytes in the edge and 300001 at the origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin", "User-Agent", "Accept-Encoding, Cookie"})
    void whatVariesByWhatOnlyPlayersKnowIsNotProved(String fields) throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.ok(BODY, "Vary: " + fields));
                var edge = Nginx.edge(origin.uri());
                var deaf = Nginx.edge(origin.uri(), EdgeOption.ONE_COPY_FOR_ALL_ENCODINGS)) {
            var failed = failed(fill(edge, FILE));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_CACHEABLE);
            assertThat(failed.reason()).contains("varies by");

            proved(fill(deaf, FILE));
        }
    }

    @Test
    void aTitleLargerThanTheCacheIsNotProvedThoughAllOfItWasSeen() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 10, 4_000_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.ONE_MEGABYTE)) {
            var failed = failed(fill(edge, title.path(), origin.uri()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason()).contains("too small for the title");
        }
    }

    @Test
    void aDeadEdgeIsUnreachableAndTriedAgain() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            edge.kill();
            var failed = failed(fill(edge, title.path(), origin.uri()));
            assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
            assertThat(failed.again()).isTrue();

            edge.restart();
            proved(fill(edge, title.path(), origin.uri()));
        }
    }

    @Test
    void anEdgeThatDiesInTheMiddleIsFilledAgain() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 10, 10_000));
        try (var origin = BadOrigin.start().serving(title);
                var edge = Nginx.edge(origin.uri());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            title.paths().stream()
                    .filter(path -> path.endsWith(".ts"))
                    .forEach(path -> origin.at(path, Behaviour.slow(title.bytes(path), Duration.ofSeconds(2))));
            var first = threads.submit(() -> fill(edge, title.path(), origin.uri()));
            Awaits.await(
                    "segments are under way",
                    Duration.ofSeconds(20),
                    () -> origin.requests().size() > 8);
            edge.kill();
            assertThat(failed(first.get()).failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);

            edge.restart();
            proved(fill(edge, title.path(), origin.uri()));
            int asked = origin.requests().size();
            Player.at(edge.uri(), HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }
}
