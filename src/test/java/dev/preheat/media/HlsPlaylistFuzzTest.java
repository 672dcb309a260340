package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.media.HlsPlaylist.NotAPlaylist;
import dev.preheat.media.HlsPlaylist.Read;
import dev.preheat.media.HlsPlaylist.TooManyReferences;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds, which lie beside it among the test resources. */
class HlsPlaylistFuzzTest {
    private static final URI BASE = URI.create("http://cdn.example.com/asset/1/play/index.m3u8?token=a%2Fb");
    private static final int MOST = 1_000;

    @FuzzTest(maxDuration = "5m")
    void anyBytesAreReadOrRefusedAndLeadToHttpAlone(byte[] bytes) {
        switch (HlsPlaylist.read(BASE, "#EXTM3U\n" + new String(bytes, StandardCharsets.UTF_8), MOST)) {
            case Read(var playlist) -> isSound(playlist);
            case TooManyReferences(int limit) -> assertThat(limit).isEqualTo(MOST);
            case NotAPlaylist() -> throw new AssertionError("it says #EXTM3U");
        }
    }

    private static void isSound(HlsPlaylist playlist) {
        assertThat(playlist.references()).hasSizeLessThanOrEqualTo(MOST);
        assertThat(playlist.skipped()).hasSize(Math.min(20, playlist.skippedLines()));
        var seen = new HashSet<String>();
        for (var one : playlist.references()) {
            assertThat(one.uri().getScheme()).isIn("http", "https");
            assertThat(one.uri().getHost()).isNotEmpty();
            assertThat(one.uri().toASCIIString())
                    .isEqualTo(one.uri().toString())
                    .hasSizeLessThanOrEqualTo(8_192);
            assertThat(one.startSeconds()).isFinite().isNotNegative();
            assertThat(seen.add(one.uri() + " " + one.range())).isTrue();
        }
    }
}
