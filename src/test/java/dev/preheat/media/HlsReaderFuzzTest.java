package dev.preheat.media;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.media.Manifest.Read;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds, which lie beside it among the test resources. */
class HlsReaderFuzzTest {
    private static final Url BASE = Url.of("http://cdn.example.com/asset/1/play/index.m3u8?token=a%2Fb");
    private static final int MOST = 1_000;

    // Read once more as the first it leads to: then it imports what it defines itself.
    @FuzzTest(maxDuration = "5m")
    void anyBytesAreReadOrRefusedAndLeadToHttpAlone(byte[] bytes) {
        var text = "#EXTM3U\n" + new String(bytes, StandardCharsets.UTF_8);
        var body = text.getBytes(StandardCharsets.UTF_8);
        var title = new TitleManifests(_ -> true);
        var reading = title.read(BASE, body, Instant.EPOCH, MOST);
        var sound = new SoundManifest(BASE, text, MOST);
        sound.check(reading);
        sound.checkLines(reading);
        if (reading instanceof Read(var manifest) && !manifest.references().isEmpty()) {
            var next = manifest.references().getFirst().uri();
            sound.check(title.read(next, body, Instant.EPOCH, MOST));
        }
    }
}
