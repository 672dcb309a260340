package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FailureClass;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.title.ReadingRoom;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a playlist that another one leads to may come, in a real nginx. */
class NestedTitleIT {
    private static final String NESTED = "#EXTM3U\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n";

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() {
        edge = Nginx.edge(origin.uri());
        origin.at("/title.m3u8", Behaviour.ok(bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nlow.m3u8\n")))
                .at("/1.ts", Behaviour.ok(new byte[5_000]));
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        origin.at("/low.m3u8", Behaviour.redirect("/elsewhere.m3u8"))
                .at("/elsewhere.m3u8", Behaviour.ok(bytes(NESTED)));
        var failed = failed(fill(edge, "/title.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
        assertThat(failed.reason())
                .contains("/low.m3u8 was answered 302 to ")
                .contains("elsewhere.m3u8, which is not followed");
        assertThat(origin.count("/elsewhere.m3u8")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void whatIsAlwaysCompressedIsUnpackedAndFollowed(String encoding) throws Exception {
        origin.at("/low.m3u8", Behaviour.zipped(encoding, bytes(NESTED)));
        assertThat(proved(fill(edge, "/title.m3u8")).progress().objectsDone()).isEqualTo(3);
        assertThat(origin.count("/1.ts")).isEqualTo(1);
    }

    @Test
    void whatUnpacksToMoreThanAManifestMayHaveIsRefused() throws Exception {
        var bomb = new byte[ReadingRoom.LARGEST * 16];
        System.arraycopy(bytes(NESTED), 0, bomb, 0, NESTED.length());
        origin.at("/low.m3u8", Behaviour.zipped("gzip", bomb));
        var failed = failed(fill(edge, "/title.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.reason()).contains("/low.m3u8 cannot be read whole, or is larger than 8 MiB");
        assertThat(failed.progress().bytesReceived()).isLessThan(ReadingRoom.LARGEST);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
