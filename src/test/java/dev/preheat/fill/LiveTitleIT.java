package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.BadOrigin.Asked;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Live titles in a real nginx: the playlist is fresh for a second, and each time it is asked for its window has moved on. */
class LiveTitleIT {
    private static final int WINDOW = 6;
    private static final Duration LONGER_THAN_FRESH = Duration.ofMillis(2_500);

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() {
        edge = Nginx.edge(origin.uri());
        origin.at("/live.m3u8", Behaviour.each(LiveTitleIT::window));
        IntStream.range(0, 100).forEach(n -> origin.at("/" + n + ".ts", Behaviour.ok(new byte[5_000])));
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void aPlaylistThatMovesOnWhileItsSegmentsAreFilledIsProvedAndSaidToBeLive() throws Exception {
        origin.at("/3.ts", Behaviour.slow(new byte[5_000], LONGER_THAN_FRESH));
        var progress = proved(fill("/live.m3u8", FillLimits.DEFAULT)).progress();
        assertThat(progress.play().live()).isTrue();
        assertThat(progress.objectsDone()).isEqualTo(1 + WINDOW);
        assertThat(progress.omitted().what()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void soItIsInEveryKindOfEdge(EdgeKind kind) throws Exception {
        origin.at("/3.ts", Behaviour.slow(new byte[5_000], LONGER_THAN_FRESH));
        try (var other = kind.before(origin.uri())) {
            var progress = proved(EdgeFills.into(kind.at(other.uri())).fill("/live.m3u8"))
                    .progress();
            assertThat(progress.play().live()).isTrue();
            assertThat(progress.objectsDone()).isEqualTo(1 + WINDOW);
        }
    }

    @Test
    void soIsOneThatAVariantLeadsTo() throws Exception {
        var variants = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nlive.m3u8\n".getBytes(StandardCharsets.UTF_8);
        origin.at("/title.m3u8", Behaviour.ok(variants, "Cache-Control: max-age=1"))
                .at("/4.ts", Behaviour.slow(new byte[5_000], LONGER_THAN_FRESH));
        var progress = proved(fill("/title.m3u8", FillLimits.DEFAULT)).progress();
        assertThat(progress.play().live()).isTrue();
        assertThat(progress.objectsDone()).isEqualTo(2 + WINDOW);
    }

    @Test
    void aSegmentThatHasLeftTheWindowIsOmittedAndNamed() throws Exception {
        origin.at("/1.ts", Behaviour.status(404)).at("/2.ts", Behaviour.status(410));
        var progress = proved(fill("/live.m3u8", FillLimits.DEFAULT)).progress();
        assertThat(progress.objectsDone()).isEqualTo(WINDOW - 1);
        assertThat(progress.objectsKnown()).isEqualTo(WINDOW - 1);
        assertThat(progress.omitted().skipped()).isEqualTo(2);
        assertThat(progress.omitted().what().orElse(""))
                .startsWith("2 that the origin has not or no more, the first: http://cdn.example.com/")
                .contains(".ts was answered 4");
        assertThat(progress.play().secondsDone()).isEqualTo(progress.play().secondsKnown());
    }

    @Test
    void aLiveTitleOfWhichNoSegmentIsThereFailsAndIsTriedAgain() throws Exception {
        IntStream.range(0, 100).forEach(n -> origin.at("/" + n + ".ts", Behaviour.status(404)));
        var failed = failed(fill("/live.m3u8", FillLimits.DEFAULT));
        assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
        assertThat(failed.again()).isTrue();
        assertThat(failed.progress().play().live()).isTrue();
    }

    @Test
    void anEndedPlaylistIsNotLiveAndMustHaveAllItsSegments() throws Exception {
        var ended = "#EXTM3U\n#EXTINF:6,\n1.ts\n#EXTINF:6,\n2.ts\n#EXT-X-ENDLIST\n";
        origin.at("/ended.m3u8", Behaviour.ok(ended.getBytes(StandardCharsets.UTF_8)))
                .at("/1.ts", Behaviour.status(404));
        var failed = failed(fill("/ended.m3u8", FillLimits.DEFAULT));
        assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
        assertThat(failed.progress().play().live()).isFalse();
    }

    @Test
    void theNewestSegmentsComeFirst() throws Exception {
        proved(fill("/live.m3u8", new FillLimits(1, 1, 5)));
        var segments = origin.requests().stream()
                .map(Asked::path)
                .filter(path -> path.endsWith(".ts"))
                .toList();
        assertThat(segments).hasSize(WINDOW).isSortedAccordingTo((one, other) -> number(other) - number(one));
    }

    @Test
    void anOriginThatTellsTheLengthOfAnotherWindowIsNoSignOfAnOldCopy() throws Exception {
        origin.at("/3.ts", Behaviour.slow(new byte[5_000], LONGER_THAN_FRESH));
        var domain = new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri()));
        try (var filler = NginxFills.filler(domain)) {
            proved(filler.fill(aFill("/live.m3u8"), edge(edge), new Tally()));
        }
    }

    private static int number(String path) {
        return Integer.parseInt(path.replaceAll("\\D", ""));
    }

    // The longer it runs the longer it is, as one that has dates in it.
    private static Behaviour window(int from) {
        var text = IntStream.range(from, from + WINDOW)
                .mapToObj(n -> "#EXTINF:6,\n" + n + ".ts")
                .collect(Collectors.joining(
                        "\n", "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#" + "x".repeat(from) + "\n", "\n"));
        return Behaviour.ok(text.getBytes(StandardCharsets.UTF_8), "Cache-Control: max-age=1");
    }

    private FillOutcome fill(String path, FillLimits limits) throws InterruptedException {
        var domain = new DeliveryDomain(HOST, PROJECT, true, Optional.empty());
        try (var filler = new Filler(limits, new DeliveryDomains(List.of(domain)), NginxFills.CLOCK)) {
            return filler.fill(aFill(path), edge(edge), new Tally());
        }
    }
}
