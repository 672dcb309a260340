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
                #EXTINF:6,
                http://ads.example.net/1.ts
                #EXTINF:6,
                low/1.ts
                #EXTINF:6,
                http://b.example.net/2.ts
                #EXTINF:6,
                http:// /
                #EXT-X-ENDLIST
                """);
        var progress = proved(fill(edge, "/ads.m3u8")).progress();
        assertThat(progress.objectsDone()).isEqualTo(2);
        assertThat(progress.omitted().skipped()).isEqualTo(3);
        assertThat(progress.omitted().what())
                .contains("2 on ads.example.net, b.example.net, no delivery domain of the project; "
                        + "1 parts that cannot be read, the first: http://cdn.example.com/ads.m3u8 line 9: "
                        + "no address that can be fetched");
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
    void aTitleOverTheLimitFailsAtOnceAndSaysHowLargeItIs() throws Exception {
        at("/huge.m3u8", media(IntStream.range(0, 123_456).mapToObj(Integer::toString)));
        var huge = failed(fill(edge, "/huge.m3u8"));
        assertThat(huge.failure()).isEqualTo(FailureClass.TOO_LARGE);
        assertThat(huge.reason())
                .isEqualTo("http://cdn.example.com/huge.m3u8 leads to 123,456 objects, and a title may have 100,000");
        assertThat(origin.count("/0")).isZero();
    }

    private void at(String path, String text) {
        origin.at(path, Behaviour.ok(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String media(Stream<String> segments) {
        return segments.map(one -> "#EXTINF:6,\n" + one)
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n#EXT-X-ENDLIST\n"));
    }
}
