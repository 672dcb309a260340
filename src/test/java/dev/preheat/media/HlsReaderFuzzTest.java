package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds, which lie beside it among the test resources. */
class HlsReaderFuzzTest {
    private static final URI BASE = URI.create("http://cdn.example.com/asset/1/play/index.m3u8?token=a%2Fb");
    private static final int MOST = 1_000;

    @FuzzTest(maxDuration = "5m")
    void anyBytesAreReadOrRefusedAndLeadToHttpAlone(byte[] bytes) {
        switch (new HlsReader(BASE, new Found(MOST)).read("#EXTM3U\n" + new String(bytes, StandardCharsets.UTF_8))) {
            case Read(var playlist) -> SoundManifest.check(playlist, MOST);
            case TooManyReferences(int limit, long found) -> {
                assertThat(limit).isEqualTo(MOST);
                assertThat(found).isNotNegative();
            }
            case Unreadable(var _) -> throw new AssertionError("it says #EXTM3U");
        }
    }
}
