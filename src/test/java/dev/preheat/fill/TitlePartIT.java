package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Progress;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Titles of which a part is not filled, in a real nginx: what is proved then, and what is said of the rest. */
class TitlePartIT {
    private static final byte[] SEGMENT = new byte[5_000];

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() throws Exception {
        edge = Nginx.edge(origin.uri());
        for (int n = 0; n < 10; n++) {
            origin.at("/low/" + n + ".ts", Behaviour.ok(SEGMENT)).at("/high/" + n + ".ts", Behaviour.ok(SEGMENT));
        }
        at("/low/i.m3u8", media(IntStream.range(0, 10).mapToObj(n -> n + ".ts")));
        at("/high/i.m3u8", media(IntStream.range(0, 10).mapToObj(n -> n + ".ts")));
        at("/title.m3u8", """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=1000,RESOLUTION=640x360
                low/i.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=9000,RESOLUTION=1920x1080
                high/i.m3u8
                """);
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void aWholeTitleIsPlayedToItsEnd() throws Exception {
        var progress = proved(fill(edge, "/title.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(23);
        assertThat(progress.play().secondsDone()).isEqualTo(60);
        assertThat(progress.play().secondsKnown()).isEqualTo(60);
        assertThat(progress.omitted()).isEqualTo(Progress.Omitted.NOTHING);
    }

    @Test
    void onlyTheFirstSecondsOfTheLowRenditionAreFilledWhereNoMoreIsWanted() throws Exception {
        var part = new TitlePart(18, 720, 0, List.of(), List.of());
        var domain = new DeliveryDomain(HOST, PROJECT, true, Optional.empty(), List.of(), part);
        var progress = proved(fill(edge, "/title.m3u8", filler(domain))).progress();
        assertThat(progress.objectsDone()).isEqualTo(2 + 3);
        assertThat(progress.play().secondsDone()).isEqualTo(18);
        assertThat(progress.play().secondsKnown()).isEqualTo(18);
        assertThat(progress.omitted())
                .isEqualTo(new Progress.Omitted(0, 8, Optional.of("8 that the domain's configuration leaves out")));
        assertThat(origin.count("/high/i.m3u8")).isZero();
        assertThat(origin.count("/low/3.ts")).isZero();
        assertThat(origin.count("/low/2.ts")).isEqualTo(1);
    }

    @Test
    void whatLiesOnOtherHostsIsSkippedAndNamed() throws Exception {
        at("/ads.m3u8", """
                #EXTM3U
                #EXT-X-DEFINE:NAME="nothing"
                #EXTINF:6,
                http://ads.example.net/1.ts
                #EXTINF:6,
                low/1.ts
                #EXTINF:6,
                http://b.example.net/2.ts
                #EXT-X-ENDLIST
                """);
        var progress = proved(fill(edge, "/ads.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(2);
        assertThat(progress.omitted().skipped()).isEqualTo(3);
        assertThat(progress.omitted().what())
                .contains("2 on ads.example.net, b.example.net, no delivery domain of the project; "
                        + "1 parts that cannot be read, the first: http://cdn.example.com/ads.m3u8 line 2: "
                        + "a definition that defines nothing");
    }

    @Test
    void aTitleThatLiesWhollyOnOtherHostsFails() throws Exception {
        at("/elsewhere.m3u8", media(IntStream.range(0, 3).mapToObj(n -> "http://ads.example.net/" + n + ".ts")));
        var failed = failed(fill(edge, "/elsewhere.m3u8"));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_FOREIGN_HOST);
        assertThat(failed.reason())
                .isEqualTo("http://cdn.example.com/elsewhere.m3u8 leads only to other hosts: "
                        + "3 on ads.example.net, no delivery domain of the project");
    }

    @Test
    void whatLiesOnADisabledDomainIsSkippedAndNamed() throws Exception {
        at("/two.m3u8", media(Stream.of("low/1.ts", "http://off.example.com/2.ts", "http://off.example.com/3.ts")));
        origin.at("/2.ts", Behaviour.ok(SEGMENT)).at("/3.ts", Behaviour.ok(SEGMENT));
        var own = new DeliveryDomain(HOST, PROJECT, true, Optional.empty());
        var off = new DeliveryDomain("off.example.com", PROJECT, false, Optional.empty());
        var progress = proved(fill(edge, "/two.m3u8", filler(own, off))).progress();
        assertThat(progress.objectsDone()).isEqualTo(2);
        assertThat(progress.omitted().skipped()).isEqualTo(2);
        assertThat(progress.omitted().what()).contains("2 on off.example.com, a disabled delivery domain");
        assertThat(origin.count("/2.ts")).isZero();
    }

    @Test
    void aTitleWhoseDomainWasDisabledMeanwhileIsNotFilled() throws Exception {
        var failed =
                failed(fill(edge, "/title.m3u8", filler(new DeliveryDomain(HOST, PROJECT, false, Optional.empty()))));
        assertThat(failed.failure()).isEqualTo(FailureClass.MANIFEST_FOREIGN_HOST);
        assertThat(failed.reason()).isEqualTo("cdn.example.com is a disabled delivery domain");
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aKeyOnAnOwnDomainIsFilled() throws Exception {
        at("/locked.m3u8", locked("key.bin"));
        at("/key.bin", "0123456789abcdef");
        var progress = proved(fill(edge, "/locked.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(3);
        assertThat(progress.omitted()).isEqualTo(Progress.Omitted.NOTHING);
        assertThat(origin.count("/key.bin")).isEqualTo(1);
    }

    @Test
    void aSessionKeyOnAnotherHostIsSkippedAndNamed() throws Exception {
        at("/session.m3u8", """
                #EXTM3U
                #EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://keys.example.net/1"
                #EXT-X-STREAM-INF:BANDWIDTH=1000
                low/i.m3u8
                """);
        var progress = proved(fill(edge, "/session.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(12);
        assertThat(progress.omitted())
                .isEqualTo(new Progress.Omitted(
                        1, 0, Optional.of("1 on keys.example.net, no delivery domain of the project")));
    }

    static Stream<Arguments> guards() {
        return Stream.of(
                Arguments.of("no-store", Behaviour.noStore(SEGMENT), "it came with Cache-Control: no-store"),
                Arguments.of("private", Behaviour.privately(SEGMENT), "it came with Cache-Control: private"),
                Arguments.of("401", Behaviour.status(401), "was answered 401"),
                Arguments.of("403", Behaviour.status(403), "was answered 403"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guards")
    void aKeyThatIsGuardedIsOmittedAndNamed(String name, Behaviour guard, String why) throws Exception {
        at("/locked.m3u8", locked("key.bin"));
        origin.at("/key.bin", guard);
        var progress = proved(fill(edge, "/locked.m3u8")).progress();
        assertThat(progress.objectsDone()).as(name).isEqualTo(2);
        assertThat(progress.objectsKnown()).isEqualTo(2);
        assertThat(progress.omitted().skipped()).isEqualTo(1);
        assertThat(progress.omitted().what().orElse(""))
                .startsWith("1 keys that no cache may have, the first: http://cdn.example.com/key.bin ")
                .contains(why);
        assertThat(progress.play().secondsDone()).isEqualTo(6);
    }

    @Test
    void theLastOfCountedSegmentsMayBeMissing() throws Exception {
        at("/counted.mpd", """
                <MPD mediaPresentationDuration="PT12.5S"><Period><AdaptationSet>
                <SegmentTemplate duration="6" startNumber="0" media="low/$Number$.ts"/>
                <Representation id="low"/></AdaptationSet></Period></MPD>""");
        origin.at("/low/2.ts", Behaviour.status(404));
        var progress = proved(fill(edge, "/counted.mpd")).progress();
        assertThat(progress.objectsDone()).isEqualTo(3);
        assertThat(progress.omitted().what())
                .contains("1 that the origin has not or no more, the first: "
                        + "http://cdn.example.com/low/2.ts was answered 404");
    }

    @Test
    void aSegmentThatIsGuardedFailsTheTitle() throws Exception {
        origin.at("/low/1.ts", Behaviour.status(403));
        assertThat(failed(fill(edge, "/low/i.m3u8")).failure()).isEqualTo(FailureClass.EDGE_REFUSED);
    }

    @Test
    void aFileOfWhichTheFirstRangesAreWantedIsStoredWholeAndNothingOfItIsToldAsLeftOut() throws Exception {
        at(
                "/ranges.m3u8",
                media(Stream.of(
                        "#EXT-X-BYTERANGE:1000@0\nlow/1.ts",
                        "#EXT-X-BYTERANGE:1000\nlow/1.ts",
                        "low/2.ts",
                        "low/3.ts")));
        var domain = new DeliveryDomain(
                HOST, PROJECT, true, Optional.empty(), List.of(), new TitlePart(6, 0, 0, List.of(), List.of()));
        var progress = proved(fill(edge, "/ranges.m3u8", filler(domain))).progress();
        assertThat(progress.objectsDone()).isEqualTo(2);
        assertThat(progress.omitted().leftOut()).isEqualTo(2);
    }

    private void at(String path, String text) {
        origin.at(path, Behaviour.ok(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String locked(String key) {
        return "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"" + key + "\"\n#EXTINF:6,\nlow/1.ts\n#EXT-X-ENDLIST\n";
    }

    private static String media(Stream<String> segments) {
        return segments.map(one -> "#EXTINF:6,\n" + one)
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n#EXT-X-ENDLIST\n"));
    }
}
