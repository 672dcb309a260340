package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import java.net.URI;
import java.time.Instant;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds, which lie beside it among the test resources. */
class DashReaderFuzzTest {
    private static final URI BASE = URI.create("http://cdn.example.com/asset/1/play/manifest.mpd?token=a%2Fb");
    private static final Instant NOW = Instant.parse("2026-11-22T19:34:26Z");
    private static final int MOST = 1_000;

    @FuzzTest(maxDuration = "5m")
    void anyBytesAreReadOrRefusedAndLeadToHttpAlone(byte[] bytes) {
        switch (Manifest.read(BASE, bytes, NOW, MOST)) {
            case Read(var manifest) -> SoundManifest.check(manifest, MOST);
            case TooManyReferences(int limit, long found) -> {
                assertThat(limit).isEqualTo(MOST);
                assertThat(found).isNotNegative();
            }
            case Unreadable(var why) -> assertThat(why).isNotBlank().hasSizeLessThan(1_000);
        }
    }
}
