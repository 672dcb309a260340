package dev.preheat.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A clock beside a count of nanoseconds. */
class LeapTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may begin anywhere
    private final Leap leap = new Leap(clock, nanos::get);

    @Test
    void timeThatPassesIsNoLeap() {
        for (int day = 0; day < 400; day++) {
            pass(Duration.ofDays(1));
            assertThat(leap.recent()).isEmpty();
        }
    }

    @Test
    void aYearAheadIsDoubtedForADay() {
        clock.advance(Duration.ofDays(365));
        assertThat(leap.recent()).contains(Duration.ofDays(365));
        pass(Duration.ofHours(23));
        assertThat(leap.recent()).contains(Duration.ofDays(365));
        pass(Duration.ofHours(1));
        assertThat(leap.recent()).isEmpty();
    }

    @Test
    void whatIsSetBackAgainIsBelieved() {
        clock.advance(Duration.ofDays(365));
        assertThat(leap.recent()).isPresent();
        clock.advance(Duration.ofDays(-365));
        assertThat(leap.recent()).isEmpty();
    }

    @Test
    void aClockSetBackMakesNothingOld() {
        clock.advance(Duration.ofDays(-1));
        assertThat(leap.recent()).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(leap.recent()).as("a day may be gone, or not").contains(Duration.ofDays(1));
    }

    private void pass(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
