package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.Proof;
import dev.preheat.testing.DocTable;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filling and proving costs in every edge, and that it holds: what was proved is played without the origin. */
class EdgeTableIT {
    private static final int LARGE = 50_000_000;
    private static final int SLICES = 48;

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void aLargeFileIsStoredWholeForAsManyBytesAsTheTableSays(EdgeKind kind) throws Exception {
        var title = Title.mp4(docroot, "a", LARGE);
        try (var origin = Nginx.origin(docroot);
                var edge = kind.before(origin.uri());
                var filler = EdgeFills.into(kind.at(edge.uri())).filler()) {
            var fill = NginxFills.aFill(title.path());
            var tally = new Tally();
            long begun = System.nanoTime();
            var proved = (Proved) filler.fill(fill, kind.at(edge.uri()), tally);
            var took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertThat(proved.progress().bytesDone()).isEqualTo(LARGE);
            long received = proved.progress().bytesReceived();
            int asked = objects(origin).size();
            System.out.printf(
                    Locale.ROOT,
                    "%s | 50 MB: %,d bytes, %d origin requests, %d ms%n",
                    kind.title(),
                    received,
                    asked,
                    took.toMillis());
            if (System.getenv("MEASURE") == null)
                assertThat(received).isLessThanOrEqualTo(limit(kind, "most received for 50 MB"));
            assertThat(asked).isEqualTo(requests(kind));

            int before = origin.requests().size();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            var again = (Proved) filler.fill(fill, kind.at(edge.uri()), new Tally());
            assertThat(origin.requests())
                    .as("neither a player nor a second fill asks the origin")
                    .hasSize(before);
            assertThat(again.progress().bytesReceived()).isLessThan(SLICES * 1_500);
        }
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void aTitleIsStoredWholeForAsManyBytesAnObjectAsTheTableSays(EdgeKind kind) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 100, 100_000));
        try (var origin = Nginx.origin(docroot);
                var edge = kind.before(origin.uri());
                var filler =
                        EdgeFills.into(kind.at(edge.uri())).from(origin.uri()).filler()) {
            var proved = (Proved) filler.fill(NginxFills.aFill(title.path()), kind.at(edge.uri()), new Tally());

            assertThat(proved.progress().objectsDone()).isEqualTo(title.paths().size());
            long each = proved.progress().bytesReceived() / title.paths().size();
            System.out.println(kind.title() + " | a segment of 100 kB: " + each + " bytes");
            if (System.getenv("MEASURE") == null)
                assertThat(each).isLessThanOrEqualTo(limit(kind, "most received a segment of 100 kB"));
            int once = title.paths().size() * (kind == EdgeKind.SQUID_AS_SHIPPED ? 2 : 1);
            assertThat(objects(origin))
                    .as("each object once")
                    .hasSizeBetween(title.paths().size(), once);
            int asked = origin.requests().size();

            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void anEdgeBehindAShieldIsFilledThroughItAndTheOriginIsAskedOnce(EdgeKind kind) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 5, 50_000));
        try (var origin = Nginx.origin(docroot);
                var shield = kind.before(origin.uri());
                var edge = kind.before(shield.uri())) {
            assertThat(EdgeFills.into(kind.at(shield.uri())).fill(title.path())).isInstanceOf(Proved.class);
            assertThat(EdgeFills.into(kind.at(edge.uri())).fill(title.path())).isInstanceOf(Proved.class);
            int once = title.paths().size() * (kind == EdgeKind.SQUID_AS_SHIPPED ? 3 : 1);
            assertThat(objects(origin))
                    .as("each object once")
                    .hasSizeBetween(title.paths().size(), once);
            int asked = origin.requests().size();

            shield.kill();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    private static int requests(EdgeKind kind) {
        return switch (kind) {
            case NGINX_SLICE -> SLICES;
            case SQUID_AS_SHIPPED -> 3; // two for its last byte, one for all
            default -> 1;
        };
    }

    // Without the self-test's, which is for an object that nobody has; and the origin check's HEAD.
    private static List<Nginx.Seen> objects(Nginx origin) {
        return origin.requests().stream()
                .filter(seen -> seen.method().equals("GET") && !seen.uri().startsWith("/.preheat/"))
                .toList();
    }

    // 1.5 kB, 20 kB, 50.1 MB
    private static long limit(EdgeKind kind, String column) {
        var table = DocTable.of("edges.md", "## What a fill costs");
        var cell = table.column(column)
                .get(table.column("edge").indexOf(kind.title().replace("`", "")));
        var parts = cell.split(" ");
        double unit = parts[1].equals("MB") ? 1e6 : 1e3;
        return Math.round(Double.parseDouble(parts[0]) * unit);
    }
}
