package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.OWNER;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.UrlEstimate;
import dev.preheat.accept.UrlEstimate.Known;
import dev.preheat.accept.UrlEstimate.Unknown;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Progress;
import dev.preheat.tenancy.Project;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real nginx sends as manifests of one kind or another, and what of it is taken for the title. */
class ManifestKindIT {
    private static final String SMOOTH =
            "<SmoothStreamingMedia><StreamIndex Url=\"Fragments(v={start time})\"/>" + "</SmoothStreamingMedia>";
    private static final String DASH = """
            <MPD mediaPresentationDuration="PT4S"><BaseURL>http://cdn-a.example.net/</BaseURL>
            <BaseURL>http://cdn.example.com/</BaseURL><Period><AdaptationSet><Representation>
            <BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>""";

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() throws Exception {
        edge = Nginx.edge(origin.uri());
        at("/film.ism/Manifest", SMOOTH, "text/xml");
        at("/smooth", SMOOTH, "application/vnd.ms-sstr+xml");
        at("/smooth.xml", SMOOTH, "text/xml");
        at("/dash", DASH, "text/xml; charset=utf-8");
        at("/captions.xml", "<tt/>", "application/xml");
        origin.at("/v.mp4", Behaviour.ok(new byte[1_000])).at("/v/1.ts", Behaviour.ok(new byte[1_000]));
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void smoothStreamingFailsAndSaysWhatToAskFor() throws Exception {
        for (var path : new String[] {"/film.ism/Manifest", "/smooth", "/smooth.xml"}) {
            var failed = failed(fill(edge, path));
            assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
            assertThat(failed.reason())
                    .isEqualTo("http://cdn.example.com" + path + " is Smooth Streaming, which is not followed: "
                            + "ask for the HLS or DASH of the same title");
            assertThat(((Unknown) estimate(path)).why()).isEqualTo(failed.reason());
        }
    }

    @Test
    void aDashManifestSentAsAnyXmlIsFollowedToThePlaceThatIsKnown() throws Exception {
        assertThat(proved(fill(edge, "/dash")).progress().objectsDone()).isEqualTo(2);
        assertThat(origin.count("/v.mp4")).isPositive();
        assertThat(((Known) estimate("/dash")).objects()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html; charset=utf-8",
                "text/plain",
                "binary/octet-stream",
                "application/octet-stream",
                "video/vnd.mpeg.dash.mpd",
                "video/mp4",
                ""
            })
    void whatWasAskedForIsKnownByItsFirstBytesWhateverItsType(String type) throws Exception {
        at("/play.php", "\uFEFF\n#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nv/1.ts\n#EXT-X-ENDLIST\n", type);
        at("/film", "\n<!-- packaged -->\n<?xml version='1.0' encoding='UTF-8'?>\n" + DASH, type);
        for (var path : new String[] {"/play.php", "/film"}) {
            assertThat(proved(fill(edge, path)).progress().objectsDone())
                    .as(path)
                    .isEqualTo(2);
            assertThat(((Known) estimate(path)).objects()).as(path).isEqualTo(2);
        }
        assertThat(origin.count("/v.mp4")).isPositive();
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void itIsSoInEveryKindOfEdge(EdgeKind kind) throws Exception {
        at("/play.php", "#EXTM3U\n#EXTINF:4,\nv/1.ts\n#EXT-X-ENDLIST\n", "text/plain");
        at("/film.mp4", "of which the first bytes are not read", "video/mp4");
        try (var other = kind.before(origin.uri())) {
            var fills = EdgeFills.into(kind.at(other.uri()));
            assertThat(proved(fills.fill("/play.php")).progress().objectsDone()).isEqualTo(2);
            assertThat(proved(fills.fill("/film.mp4")).progress().objectsDone()).isEqualTo(1);
            assertThat(origin.count("GET", "/play.php")).isEqualTo(origin.count("GET", "/film.mp4"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "video/vnd.mpeg.dash.mpd"})
    void aNameOfAFilmIsNotBelievedWhenItsTypeSaysOtherwise(String type) throws Exception {
        at("/film.mp4", DASH, type);
        assertThat(proved(fill(edge, "/film.mp4")).progress().objectsDone()).isEqualTo(2);
        assertThat(((Known) estimate("/film.mp4")).objects()).isEqualTo(2);
    }

    @Test
    void itsFirstBytesAreReadWhenTheyAreCompressedToo() throws Exception {
        var text = "#EXTM3U\n#EXTINF:4,\nv/1.ts\n#EXT-X-ENDLIST\n".getBytes(StandardCharsets.UTF_8);
        origin.at("/zipped", Behaviour.zipped("gzip", text));
        assertThat(proved(fill(edge, "/zipped")).progress().objectsDone()).isEqualTo(2);
        assertThat(((Known) estimate("/zipped")).objects()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"video/mp4", "text/plain", "application/octet-stream"})
    void ofAFileNoMoreTravelsThanItsFirstBytes(String type) throws Exception {
        origin.at("/film", Behaviour.ok(new byte[5_000_000], "Content-Type: " + type))
                .at("/empty", Behaviour.ok(new byte[0], "Content-Type: " + type));
        var progress = proved(fill(edge, "/film")).progress();
        assertThat(progress.objectsDone()).isEqualTo(1);
        assertThat(progress.bytesReceived()).isLessThan(4_000);
        assertThat(((Known) estimate("/film")).bytes()).contains(5_000_000L);
        assertThat(proved(fill(edge, "/empty")).progress().objectsDone()).isEqualTo(1);
        assertThat(((Known) estimate("/empty")).objects()).isEqualTo(1);
    }

    @Test
    void aSegmentThatIsSentAsAPlaylistIsOneOnlyIfItBeginsLikeOne() throws Exception {
        var type = "application/vnd.apple.mpegurl";
        at("/list.m3u8", "#EXTM3U\n#EXTINF:4,\n1.ts\n#EXTINF:4,\n2.ts\n#EXTINF:4,\nchannel\n#EXT-X-ENDLIST\n", type);
        at("/channel", "#EXTM3U\n#EXTINF:4,\nv/1.ts\n#EXT-X-ENDLIST\n", type);
        origin.at("/1.ts", Behaviour.ok(new byte[100_000], "Content-Type: " + type))
                .at("/2.ts", Behaviour.ok("G@ nothing".getBytes(StandardCharsets.UTF_8), "Content-Type: " + type));
        var progress = proved(fill(edge, "/list.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(5);
        assertThat(progress.omitted()).isEqualTo(Progress.Omitted.NOTHING);
        assertThat(progress.bytesReceived()).isLessThan(20_000);
    }

    @Test
    void otherXmlIsAFile() throws Exception {
        assertThat(proved(fill(edge, "/captions.xml")).progress().objectsDone()).isEqualTo(1);
        assertThat(((Known) estimate("/captions.xml")).objects()).isEqualTo(1);
        assertThat(((Known) estimate("/captions.xml")).bytes()).contains(5L);
    }

    @Test
    void aPlaylistIsFilledWithTheVariablesThatItImports() throws Exception {
        at("/title.m3u8", """
                #EXTM3U
                #EXT-X-DEFINE:NAME="prefix",VALUE="/v"
                #EXT-X-STREAM-INF:BANDWIDTH=1
                low.m3u8
                """, "application/vnd.apple.mpegurl");
        at("/low.m3u8", """
                #EXTM3U
                #EXT-X-DEFINE:IMPORT="prefix"
                #EXTINF:6,
                {$prefix}/1.ts
                #EXT-X-ENDLIST
                """, "application/vnd.apple.mpegurl");
        assertThat(proved(fill(edge, "/title.m3u8")).progress().objectsDone()).isEqualTo(3);
        assertThat(((Known) estimate("/title.m3u8")).objects()).isEqualTo(3);
        assertThat(failed(fill(edge, "/low.m3u8")).reason())
                .isEqualTo("http://cdn.example.com/low.m3u8 leads to nothing that can be played: "
                        + "line 2: a definition that defines nothing");
    }

    @Test
    void aPlaylistThatLeadsToNothingIsNoTitle() throws Exception {
        at("/bare.m3u8", "#EXTM3U\n", "application/vnd.apple.mpegurl");
        var failed = failed(fill(edge, "/bare.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_INVALID);
        assertThat(failed.again()).isFalse();
    }

    private UrlEstimate estimate(String path) {
        var url = StreamingUrl.parse("http://" + HOST + path).orElseThrow();
        var project = new Project(PROJECT, "cn-north-4", OWNER.account());
        try (var filler = filler(new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri())))) {
            return filler.estimator(List.of(edge(edge)))
                    .estimate(project, List.of(url))
                    .getFirst();
        }
    }

    private void at(String path, String text, String type) {
        var header = type.isEmpty() ? new String[0] : new String[] {"Content-Type: " + type};
        origin.at(path, Behaviour.ok(text.getBytes(StandardCharsets.UTF_8), header));
    }
}
