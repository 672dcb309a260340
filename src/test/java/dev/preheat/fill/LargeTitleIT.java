package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FailureClass;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles at a limit and beyond it, in a real nginx. */
class LargeTitleIT {
    private static final int LARGEST_MANIFEST = 8 * 1024 * 1024;

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() {
        edge = Nginx.edge(origin.uri());
        at("/title.m3u8", """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=1000
                low.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=9000
                high.m3u8
                """);
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void aTitleOverTheLimitFailsAtOnceAndSaysHowLargeItIs() throws Exception {
        at("/huge.m3u8", media("", 123_456));
        var huge = failed(fill(edge, "/huge.m3u8"));
        assertThat(huge.failure()).isEqualTo(FailureClass.TOO_LARGE);
        assertThat(huge.reason())
                .isEqualTo("http://cdn.example.com/huge.m3u8 leads to 123,456 objects, and a title may have 100,000");
        assertThat(origin.count("/0")).isZero();
    }

    @Test
    void onePlaylistOverTheLimitEndsTheFillingOfAllAndTheRestIsCounted() throws Exception {
        at("/high.m3u8", media("high", 123_456));
        origin.at("/low.m3u8", Behaviour.slow(bytes(media("low", 3_000)), Duration.ofSeconds(3)));
        var huge = failed(fill(edge, "/title.m3u8"));
        assertThat(huge.failure()).isEqualTo(FailureClass.TOO_LARGE);
        assertThat(huge.reason()).isEqualTo("the title has at least 126,459 objects, and one may have 100,000");
        assertThat(origin.requests())
                .extracting(BadOrigin.Asked::path)
                .filteredOn(path -> !path.startsWith("/.preheat/"))
                .containsExactlyInAnyOrder("/title.m3u8", "/low.m3u8", "/high.m3u8");
    }

    @Test
    void playlistsThatAreTooMuchTogetherEndItToo() throws Exception {
        at("/high.m3u8", media("high", 60_000));
        origin.at("/low.m3u8", Behaviour.slow(bytes(media("low", 60_000)), Duration.ofSeconds(1)));
        IntStream.range(0, 60_000).forEach(n -> origin.at("/high" + n, Behaviour.ok(new byte[9])));
        var huge = failed(fill(edge, "/title.m3u8"));
        assertThat(huge.failure()).isEqualTo(FailureClass.TOO_LARGE);
        assertThat(huge.reason()).isEqualTo("the title has at least 120,003 objects, and one may have 100,000");
        assertThat(origin.requests()).hasSizeLessThan(10_000);
    }

    @Test
    void aManifestOfEightMebibytesIsReadAndOneOfAByteMoreIsNot() throws Exception {
        var line = "#EXTM3U\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n#";
        origin.at("/1.ts", Behaviour.ok(new byte[9]));
        at("/most.m3u8", line + "x".repeat(LARGEST_MANIFEST - line.length()));
        at("/more.m3u8", line + "x".repeat(LARGEST_MANIFEST - line.length() + 1));
        assertThat(proved(fill(edge, "/most.m3u8")).progress().objectsDone()).isEqualTo(2);
        var failed = failed(fill(edge, "/more.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.reason()).contains("/more.m3u8 cannot be read whole, or is larger than 8 MiB");
    }

    @ParameterizedTest(name = "named \"{0}\"")
    @ValueSource(strings = {".m3u8", ""})
    void manifestsAreFollowedThreeDeepAndNoDeeper(String ending) throws Exception {
        origin.at("/end.ts", Behaviour.ok(new byte[9]));
        nested(ending, 4);
        assertThat(proved(fill(edge, "/1" + ending)).progress().objectsDone()).isEqualTo(5);
        nested("-more" + ending, 5);
        var failed = failed(fill(edge, "/1-more" + ending));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.reason()).contains("is a manifest nested more than 3 deep");
        assertThat(origin.count("/2-more" + ending)).isPositive();
    }

    // The first leads to the second and so on; the last leads to a segment.
    private void nested(String ending, int many) {
        for (int n = 1; n <= many; n++) {
            var next = n == many ? "end.ts" : n + 1 + ending;
            var text = bytes("#EXTM3U\n#EXTINF:6,\n" + next + "\n#EXT-X-ENDLIST\n");
            origin.at("/" + n + ending, Behaviour.ok(text, "Content-Type: audio/mpegurl"));
        }
    }

    private void at(String path, String text) {
        origin.at(path, Behaviour.ok(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String media(String name, int segments) {
        return IntStream.range(0, segments)
                .mapToObj(n -> "#EXTINF:6,\n" + name + n)
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n#EXT-X-ENDLIST\n"));
    }
}
