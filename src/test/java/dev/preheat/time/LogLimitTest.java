package dev.preheat.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events that come all the time give few lines, and every one of them is counted. */
class LogLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = TestClock.at("2026-12-01T10:00:00Z");
    private final LogLimit<String> limit = new LogLimit<>(clock);

    @Test
    void theFirstIsToldAtOnceAndTheRestOfItsMinuteWithTheNext() {
        assertThat(limit.count("a")).isEqualTo(1);
        IntStream.range(0, 10).forEach(_ -> assertThat(limit.count("a")).isZero());
        assertThat(limit.count("b")).isEqualTo(1);
        clock.advance(MINUTE);
        assertThat(limit.count("a")).isEqualTo(11);
        assertThat(limit.count("a")).isZero();
    }

    @Test
    void whatEndsWithinItsMinuteIsToldOnceItIsOver() {
        IntStream.range(0, 3).forEach(_ -> limit.count("a"));
        limit.count("b");
        assertThat(limit.takeOverdue()).isEmpty();
        clock.advance(MINUTE);
        assertThat(limit.takeOverdue()).isEqualTo(Map.of("a", 2));
        assertThat(limit.takeOverdue()).isEmpty();
        assertThat(limit.count("a")).isZero();
    }

    @Test
    void thereAreSixtyLinesAMinuteOverAllSubjects() {
        var told = IntStream.range(0, 100).filter(i -> limit.count("s" + i) > 0).count();
        assertThat(told).isEqualTo(60);
        clock.advance(MINUTE);
        assertThat(limit.takeOverdue()).hasSize(40);
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        limit.count("a");
        clock.advance(Duration.ofDays(-1));
        assertThat(limit.count("a")).isEqualTo(1);
    }
}
