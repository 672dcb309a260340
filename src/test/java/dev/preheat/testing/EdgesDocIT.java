package dev.preheat.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.preheat.testing.Nginx.EdgeOption;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/edges.md says of nginx, tried on nginx with the snippets of that page. */
class EdgesDocIT {
    private static final String HOST = "cdn.example.com";
    private static final String PATH = "/asset/a/play_video/seg.ts";
    private static final byte[] BODY = new byte[200_000];
    private static final String[] FILL = {"If-None-Match: *", "Accept-Encoding: gzip"};
    private static final String[] PROBE = {"Cache-Control: only-if-cached", "Range: bytes=-1", "Accept-Encoding: gzip"};

    @TempDir
    Path docroot;

    @Test
    void aColdProbeIsAnswered504AndAsksNobody() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri())) {
            assertThat(Visitor.get(edge.uri(), HOST, PATH, PROBE).status()).isEqualTo(504);
            assertThat(Visitor.get(edge.uri(), HOST, PATH, PROBE).status()).isEqualTo(504);
            assertThat(origin.requests()).isEmpty();
        }
    }

    @Test
    void aProbeIsNeverStoredEvenWhereEverythingElseIs() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri(), EdgeOption.STORES_ANYTHING)) {
            assertThat(Visitor.get(edge.uri(), HOST, PATH, PROBE).status()).isEqualTo(504);
            assertThat(Visitor.get(edge.uri(), HOST, PATH).body()).isEqualTo(BODY);
        }
    }

    @Test
    void aFillWithoutABodyStoresTheWholeObject() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            var fill = http.ask("GET", PATH, FILL);
            var proof = http.ask("GET", PATH, PROBE);

            assertThat(fill.status()).isEqualTo(304);
            assertThat(fill.header("x-cache-status")).contains("MISS");
            assertThat(proof.status()).isEqualTo(206);
            assertThat(proof.header("content-range")).contains("bytes 199999-199999/200000");
            assertThat(proof.header("x-cache-status")).contains("HIT");
            assertThat(http.bytesReceived()).isLessThan(1_000);
            assertThat(Visitor.get(edge.uri(), HOST, PATH).body()).isEqualTo(BODY);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void aProbeWaitsForTheEndOfAFill() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.slow(BODY, Duration.ofSeconds(1)));
                var edge = Nginx.edge(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            http.ask("GET", PATH, FILL);
            long asked = System.nanoTime();
            var proof = Visitor.get(edge.uri(), HOST, PATH, PROBE);

            assertThat(proof.status()).isEqualTo(206);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(500));
        }
    }

    @Test
    void withoutTheLockAProbeDuringAFillSaysNotYet() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.slow(BODY, Duration.ofSeconds(1)));
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_LOCK);
                var http = Visitor.to(edge.uri(), HOST)) {
            http.ask("GET", PATH, FILL);

            assertThat(Visitor.get(edge.uri(), HOST, PATH, PROBE).status()).isEqualTo(504);
            assertThat(http.ask("GET", PATH, PROBE).status()).isEqualTo(206);
        }
    }

    @Test
    void aStaleObjectIsNoProofAndSurvivesTheProbe() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY, "Cache-Control: max-age=1"));
                var edge = Nginx.edge(origin.uri())) {
            Visitor.get(edge.uri(), HOST, PATH, FILL);
            Awaits.await(
                    "the object is stale",
                    Duration.ofSeconds(10),
                    () -> Visitor.get(edge.uri(), HOST, PATH, PROBE).status() == 504);

            assertThat(Visitor.get(edge.uri(), HOST, PATH).header("x-cache-status"))
                    .hasValueSatisfying(word -> assertThat(word).isIn("EXPIRED", "REVALIDATED"));
        }
    }

    @Test
    void withoutTheFiveLinesAProbeFills() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE)) {
            var first = Visitor.get(edge.uri(), HOST, PATH, PROBE);
            var second = Visitor.get(edge.uri(), HOST, PATH, PROBE);

            assertThat(first.status()).isEqualTo(206);
            assertThat(first.header("x-cache-status")).contains("MISS");
            assertThat(second.header("x-cache-status")).contains("HIT");
            assertThat(origin.count("GET", PATH)).isEqualTo(1);
        }
    }

    @Test
    void aProbeIsOneByteEvenWhereTheOriginOffersNoRanges() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY, "Accept-Ranges: none"));
                var edge = Nginx.edge(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            http.ask("GET", PATH, FILL);
            assertThat(http.ask("GET", PATH, PROBE).status()).isEqualTo(206);
        }
    }

    static Stream<Behaviour> unstorable() {
        return Stream.of(
                Behaviour.noStore(BODY),
                Behaviour.privately(BODY),
                Behaviour.setCookie(BODY),
                Behaviour.varyStar(BODY),
                Behaviour.truncated(BODY),
                Behaviour.truncatedChunked(BODY),
                Behaviour.stalled(BODY),
                Behaviour.hugeHeaders(BODY),
                Behaviour.status(404),
                Behaviour.status(500),
                Behaviour.redirect("http://cdn.example.com/elsewhere"),
                Behaviour.garbage(),
                Behaviour.resetAtOnce(),
                Behaviour.silent());
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void whatCannotBeStoredLeavesTheProbeCold(Behaviour behaviour) {
        try (var origin = BadOrigin.start().at(PATH, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT);
                var http = Visitor.to(edge.uri(), HOST)) {
            var _ = catchThrowable(() -> http.ask("GET", PATH, FILL));
            var probe = Visitor.get(edge.uri(), HOST, PATH, PROBE);

            assertThat(probe.status()).isEqualTo(504);
        }
    }

    @Test
    void aPlaylistThatVariesIsOneCopyForEachLiteralAcceptEncoding() {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 20, 1_000));
        var playlist = title.paths().get(1);
        try (var origin = Nginx.origin(docroot, Nginx.OriginOption.GZIP_PLAYLISTS);
                var edge = Nginx.edge(origin.uri())) {
            Visitor.get(edge.uri(), HOST, playlist, "Accept-Encoding: gzip");

            assertThat(probeAs(edge, playlist, "gzip")).isNotEqualTo(504);
            assertThat(probeAs(edge, playlist, "gzip, deflate")).isEqualTo(504);
            assertThat(Visitor.get(edge.uri(), HOST, playlist, "Cache-Control: only-if-cached")
                            .status())
                    .isEqualTo(504);
        }
    }

    @Test
    void withTheSecondSnippetOneCopyServesEveryPlayer() {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 20, 1_000));
        try (var origin = Nginx.origin(docroot, Nginx.OriginOption.GZIP_PLAYLISTS);
                var edge = Nginx.edge(origin.uri(), EdgeOption.ONE_COPY_FOR_ALL_ENCODINGS)) {
            Player.at(edge.uri(), HOST).accepting("gzip, deflate, br, zstd").play(title);
            int filled = origin.requests().size();
            for (var encodings : List.of("", "gzip", "gzip, deflate", "identity", "br")) {
                Player.at(edge.uri(), HOST).accepting(encodings).play(title);
            }

            assertThat(filled).isEqualTo(title.paths().size());
            assertThat(origin.requests()).hasSize(filled);
            assertThat(Visitor.get(edge.uri(), HOST, title.path(), "Accept-Encoding: gzip")
                            .header("content-encoding"))
                    .contains("gzip");
        }
    }

    @Test
    void anEdgeRestartedKeepsWhatItHasAndAWipedOneDoesNot() {
        var title = Title.mp4(docroot, "a", 3_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            http.ask("GET", title.path(), FILL);
            assertThat(http.ask("GET", title.path(), PROBE).status()).isEqualTo(206);
            edge.restart();
            Player.at(edge.uri(), HOST).play(title);
            assertThat(origin.requests()).hasSize(1);

            edge.wipe();
            assertThat(Visitor.get(edge.uri(), HOST, title.path(), PROBE).status())
                    .isEqualTo(504);
            Player.at(edge.uri(), HOST).play(title);
            assertThat(origin.requests()).hasSize(2);
            assertThat(edge.requests()).hasSize(2 + 2 + 1 + 2);
        }
    }

    @Test
    void aKilledEdgeIsGoneUntilItIsRestarted() {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            edge.kill();
            assertThatThrownBy(() -> Visitor.to(edge.uri(), HOST)).isInstanceOf(UncheckedIOException.class);
            edge.restart();
            Player.at(edge.uri(), HOST).play(title);
        }
    }

    private static int probeAs(Nginx edge, String path, String acceptEncoding) {
        return Visitor.get(
                        edge.uri(),
                        HOST,
                        path,
                        "Cache-Control: only-if-cached",
                        "Range: bytes=-1",
                        "Accept-Encoding: " + acceptEncoding)
                .status();
    }
}
