package dev.preheat.media;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.url.Url;
import java.time.Instant;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds, which lie beside it among the test resources. */
class DashReaderFuzzTest {
    private static final Url BASE = Url.of("http://cdn.example.com/asset/1/play/manifest.mpd?token=a%2Fb");
    private static final Instant NOW = Instant.parse("2026-11-22T19:34:26Z");
    private static final int MOST = 1_000;

    @FuzzTest(maxDuration = "5m")
    void anyBytesAreReadOrRefusedAndLeadToHttpAlone(byte[] bytes) {
        var reading = new TitleManifests(_ -> true).read(BASE, bytes, NOW, MOST);
        new SoundManifest(BASE, ManifestText.decode(bytes), MOST).check(reading);
    }
}
