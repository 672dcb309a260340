package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** Small titles, whose segments last 6 s, in each order: the names of the objects as they are taken one by one. */
class FillOrderTest {
    private static final String TITLE = """
            #EXTM3U
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100,URI="seek.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=3000
            high.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=1000
            low.m3u8
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="audio.m3u8"
            """;
    private static final Map<String, String> HLS = Map.of(
            "index.m3u8", TITLE,
            "low.m3u8", media("low"),
            "high.m3u8", media("high"),
            "audio.m3u8", media("audio"),
            "seek.m3u8", media("seek"));
    private static final Map<String, String> DASH = Map.of("index.mpd", """
            <MPD mediaPresentationDuration="PT18S"><Period><AdaptationSet>
            <SegmentTemplate duration="6" initialization="$RepresentationID$0" media="$RepresentationID$$Number$"/>
            <Representation id="high" bandwidth="3000"/><Representation id="low" bandwidth="1000"/>
            </AdaptationSet></Period></MPD>""");

    @Test
    void initSectionsAndTheFirstSecondsOfEveryRenditionComeFirstThenAllThroughTime() {
        assertThat(filled(HLS, "index.m3u8", FillOrder.FIRST_SECONDS, 12))
                .isEqualTo("index.m3u8 audio.m3u8 low.m3u8 high.m3u8 seek.m3u8 audio0 low0 high0 seek0 audio1 audio2"
                        + " low1 low2 high1 high2 seek1 seek2 audio3 low3 high3 seek3");
        assertThat(filled(DASH, "index.mpd", FillOrder.FIRST_SECONDS, 12))
                .isEqualTo("index.mpd low0 high0 low1 low2 high1 high2 low3 high3");
    }

    @Test
    void keysOfTheFirstSecondsComeWithTheInitSectionsAndLaterOnesInTheirTime() {
        var text = """
                #EXTM3U
                #EXTINF:6,
                1.ts
                #EXT-X-KEY:METHOD=AES-128,URI="2.key"
                #EXTINF:6,
                2.ts
                #EXT-X-KEY:METHOD=AES-128,URI="3.key"
                #EXTINF:6,
                3.ts
                """;
        assertThat(filled(Map.of("a.m3u8", text + "#EXT-X-ENDLIST\n"), "a.m3u8", FillOrder.FIRST_SECONDS, 12))
                .isEqualTo("a.m3u8 2.key 1.ts 2.ts 3.key 3.ts");
    }

    @Test
    void trickModesAndThumbnailsComeLast() throws IOException {
        var seeking = Map.of("seeking.mpd", Files.readString(Path.of("src/test/resources/media/dash/seeking.mpd")));
        for (var order : List.of(FillOrder.FIRST_SECONDS, FillOrder.LOWEST_FIRST)) {
            assertThat(filled(seeking, "seeking.mpd", order, 12))
                    .isEqualTo("seeking.mpd film.mp4 guidelines.jpg tile.jpg trick.mp4");
        }
    }

    @Test
    void withoutFirstSecondsTheLowestComesFirstAmongEqualSeconds() {
        assertThat(filled(HLS, "index.m3u8", FillOrder.FIRST_SECONDS, 0))
                .isEqualTo("index.m3u8 audio.m3u8 low.m3u8 high.m3u8 seek.m3u8 audio0 low0 high0 seek0 audio1 low1"
                        + " high1 seek1 audio2 low2 high2 seek2 audio3 low3 high3 seek3");
    }

    @Test
    void inOrderIsAsListedManifestByManifest() {
        assertThat(filled(HLS, "index.m3u8", FillOrder.IN_ORDER, 12))
                .isEqualTo("index.m3u8 seek.m3u8 high.m3u8 low.m3u8 audio.m3u8 seek0 seek1 seek2 seek3"
                        + " high0 high1 high2 high3 low0 low1 low2 low3 audio0 audio1 audio2 audio3");
        assertThat(filled(DASH, "index.mpd", FillOrder.IN_ORDER, 12))
                .isEqualTo("index.mpd high0 high1 high2 high3 low0 low1 low2 low3");
    }

    @Test
    void lowestFirstIsOneRenditionAfterAnother() {
        assertThat(filled(HLS, "index.m3u8", FillOrder.LOWEST_FIRST, 12))
                .isEqualTo("index.m3u8 audio.m3u8 low.m3u8 high.m3u8 seek.m3u8 audio0 audio1 audio2 audio3"
                        + " low0 low1 low2 low3 high0 high1 high2 high3 seek0 seek1 seek2 seek3");
        assertThat(filled(DASH, "index.mpd", FillOrder.LOWEST_FIRST, 12))
                .isEqualTo("index.mpd low0 low1 low2 low3 high0 high1 high2 high3");
    }

    private static String media(String name) {
        return "#EXTM3U\n#EXT-X-MAP:URI=\"%1$s0\"\n#EXTINF:6,\n%1$s1\n#EXTINF:6,\n%1$s2\n#EXTINF:6,\n%1$s3\n"
                .formatted(name);
    }

    private static String filled(Map<String, String> title, String root, FillOrder order, int firstSeconds) {
        var pending = new PriorityQueue<>(order.of(firstSeconds));
        pending.add(new Target(Url.of("http://cdn.example.com/" + root), Reference.Kind.PLAYLIST));
        var names = new ArrayList<String>();
        for (var target = pending.poll(); target != null; target = pending.poll()) {
            var name = target.url().path().substring(1);
            names.add(name);
            if (title.containsKey(name)) {
                var body = title.get(name).getBytes(StandardCharsets.UTF_8);
                var read = (Manifest.Read) new TitleManifests(_ -> true).read(target.url(), body, Instant.EPOCH, 100);
                for (int at = 0; at < read.manifest().references().size(); at++) {
                    pending.add(target.next(read.manifest().references().get(at), at));
                }
            }
        }
        return String.join(" ", names);
    }
}
