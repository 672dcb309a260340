package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.CLOCK;
import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.OWNER;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.UrlEstimate.Known;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Progress;
import dev.preheat.tenancy.Project;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd manifests in a real nginx: a title is proved whole, or it fails and its fault is named. */
class WholeTitleIT {
    private static final Path DASH = Path.of("src/test/resources/media/dash");
    private static final Path HLS = Path.of("src/test/resources/media/hls");

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() {
        edge = Nginx.edge(origin.uri());
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "number-with-fraction.mpd, 0.m4s 1.m4s 2.m4s 3.m4s",
        "zero-duration.mpd, 10.m4s 12.m4s",
        "xlink-first.mpd, 1.m4s 2.m4s",
        "blank-line-first.mpd, 1.m4s 2.m4s",
        "timeline-beyond-period.mpd, 0.m4s 4.m4s",
        "hexadecimal.mpd, 000f.m4s 0010.m4s",
        "index-of-segments.mpd, 1.m4s 2.m4s 3.m4s"
    })
    void whatAPlayerAsksForIsStored(String manifest, String files) throws Exception {
        at("/title.mpd", Files.readString(DASH.resolve(manifest)));
        for (var file : files.split(" ")) {
            at("/" + file, "segment");
        }
        var progress = proved(fill(edge, "/title.mpd")).progress();
        assertThat(progress.objectsDone()).isEqualTo(1 + files.split(" ").length);
        assertThat(progress.objectsKnown()).isEqualTo(progress.objectsDone());
    }

    @Test
    void anXlinkThatIsNotFollowedIsNamed() throws Exception {
        at("/title.mpd", Files.readString(DASH.resolve("xlink-first.mpd")));
        at("/1.m4s", "segment");
        at("/2.m4s", "segment");
        assertThat(proved(fill(edge, "/title.mpd")).progress().omitted())
                .isEqualTo(new Progress.Omitted(
                        1,
                        0,
                        Optional.of("1 parts that cannot be read, the first: http://cdn.example.com/title.mpd line 2: "
                                + "an xlink, which is not followed")));
    }

    @Test
    void aLiveTimelineBehindTheClockIsFilledAsItIsListed() throws Exception {
        var begun = CLOCK.instant().minusSeconds(10_152).toString();
        at("/live.mpd", Files.readString(DASH.resolve("live-behind.mpd")).replace("2026-11-22T16:45:14Z", begun));
        at("/i.mp4", "init");
        for (int time = 10_000; time <= 10_028; time += 4) {
            at("/" + time + ".m4s", "segment");
        }
        var progress = proved(fill(edge, "/live.mpd")).progress();
        assertThat(progress.play().live()).isTrue();
        assertThat(progress.objectsDone()).isEqualTo(1 + 1 + 8);
    }

    @Test
    void aSubtitleTrackThatIsAFileIsStoredAndNamed() throws Exception {
        at("/title.m3u8", Files.readString(HLS.resolve("subtitles-are-a-file.m3u8")));
        at("/en.vtt", "WEBVTT\n\n00:00.000 --> 00:04.000\nHello\n");
        at("/v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n1.ts\n#EXT-X-ENDLIST\n");
        at("/1.ts", "segment");
        var progress = proved(fill(edge, "/title.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(4);
        assertThat(progress.omitted().what())
                .contains("1 tracks that players do without, the first: http://cdn.example.com/en.vtt "
                        + "is no manifest: it has neither #EXTM3U nor <MPD>");
        assertThat(estimate("/title.m3u8").objects()).isEqualTo(4);
        assertThat(estimate("/title.m3u8").omitted()).isEqualTo(progress.omitted());
        assertThat(estimate("/title.m3u8").failure()).isEmpty();
    }

    @Test
    void anAudioThatIsNoPlaylistFailsTheTitle() throws Exception {
        at(
                "/title.m3u8",
                Files.readString(HLS.resolve("subtitles-are-a-file.m3u8")).replace("SUBTITLES", "AUDIO"));
        at("/en.vtt", "an audio");
        at("/v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n1.ts\n#EXT-X-ENDLIST\n");
        at("/1.ts", "segment");
        var failed = failed(fill(edge, "/title.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.reason()).startsWith("http://cdn.example.com/en.vtt is no manifest");
    }

    @Test
    void soIsOneWhosePlaylistLeadsToNothingThatCanBeFound() throws Exception {
        at("/title.m3u8", Files.readString(HLS.resolve("subtitles-are-a-file.m3u8")));
        at("/en.vtt", "#EXTM3U\n#EXTINF:4,\nen1.vtt\n#EXTINF:4,\nhttp://\n#EXT-X-ENDLIST\n");
        at("/en1.vtt", "WEBVTT");
        at("/v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n1.ts\n#EXT-X-ENDLIST\n");
        at("/1.ts", "segment");
        var progress = proved(fill(edge, "/title.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(5);
        assertThat(progress.omitted().skipped()).isEqualTo(1);
        at("/en.vtt", "#EXTM3U\n#EXT-X-ENDLIST\n");
        assertThat(estimate("/title.m3u8").omitted().what().orElseThrow())
                .contains("tracks that players do without, the first: http://cdn.example.com/en.vtt leads to nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"de\",URI=\"{$unknown}/de.m3u8\"",
                "#EXT-X-STREAM-INF:BANDWIDTH=9\nhttp://",
            })
    void aRenditionThatCannotBeFoundFailsTheTitle(String lines) throws Exception {
        at("/title.m3u8", "#EXTM3U\n" + lines + "\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n");
        at("/v.m3u8", "#EXTM3U\n#EXTINF:4,\n1.ts\n#EXT-X-ENDLIST\n");
        at("/1.ts", "segment");
        invalid("/title.m3u8", "no address that can be fetched");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTINF:4,\n{$unknown}.ts",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"{$unknown}\"",
                "#EXT-X-MAP:URI=\"{$unknown}\""
            })
    void aLineThatCannotBeFoundFailsTheTitle(String lines) throws Exception {
        at("/title.m3u8", "#EXTM3U\n#EXTINF:4,\n1.ts\n" + lines + "\n#EXTINF:4,\n2.ts\n#EXT-X-ENDLIST\n");
        at("/1.ts", "segment");
        at("/2.ts", "segment");
        invalid("/title.m3u8", "address that can be fetched");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duration='4 s' media='$Number$.m4s' | duration is no number",
                "duration='4' timescale='x' media='$Number$.m4s' | timescale is no number",
                "duration='4' startNumber='1.5' media='$Number$.m4s' | startNumber is no whole number",
                "duration='4' startNumber='9' endNumber='8' media='$Number$.m4s' | a Representation without segments",
                "duration='0' media='$Number$.m4s' | duration is no number above 0",
                "duration='4' | a SegmentTemplate without media",
                "duration='4' media='$Number$.m4s' initialization='http://' | no address that can be fetched"
            })
    void anAudioThatCannotBeFoundFailsTheTitle(String template, String why) throws Exception {
        at("/1.mp4", "segment");
        at("/title.mpd", """
                <MPD mediaPresentationDuration="PT8S"><Period>
                <AdaptationSet contentType="video"><Representation><BaseURL>1.mp4</BaseURL></Representation>
                </AdaptationSet><AdaptationSet contentType="audio"><SegmentTemplate %s/><Representation id="a"/>
                </AdaptationSet></Period></MPD>""".formatted(template));
        invalid("/title.mpd", why);
    }

    private void invalid(String path, String why) throws InterruptedException {
        var failed = failed(fill(edge, path));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.again()).isFalse();
        assertThat(failed.reason())
                .startsWith("http://cdn.example.com" + path
                        + " promises what cannot be found, so the title would not be whole: line ")
                .contains(why);
        var fails = estimate(path).failure().orElseThrow();
        assertThat(fails.kind()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(fails.reason()).startsWith("http://cdn.example.com" + path + " promises");
    }

    private Known estimate(String path) {
        var url = StreamingUrl.parse("http://" + HOST + path).orElseThrow();
        var project = new Project(PROJECT, "cn-north-4", OWNER.account());
        try (var filler = filler(new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri())))) {
            return (Known) filler.estimator(List.of(edge(edge)))
                    .estimate(project, List.of(url))
                    .getFirst();
        }
    }

    private void at(String path, String text) throws IOException {
        origin.at(path, Behaviour.ok(text.getBytes(StandardCharsets.UTF_8)));
    }
}
