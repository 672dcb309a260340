package dev.preheat.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AskRateTest {
    private long nanos = Long.MAX_VALUE - 5; // such a clock may run over
    private final AskRate rate = new AskRate(() -> nanos);

    @Test
    void anEdgeThatRefusesNothingIsAskedAsFastAsItAnswers() {
        for (int i = 0; i < 1_000; i++) {
            rate.taken();
        }
        assertThat(rate.perSecond()).isEqualTo(10_000);
    }

    @Test
    void aRefusalShowsHowManyItTakesAndFewerAreAsked() {
        for (int i = 0; i < 20; i++) {
            rate.taken();
        }
        rate.refused(Duration.ZERO);
        assertThat(rate.perSecond()).isEqualTo(14);
        rate.refused(Duration.ZERO);
        assertThat(rate.perSecond()).as("one trouble shows in many answers").isEqualTo(14);
    }

    @Test
    void anEdgeOfTenASecondIsFoundToTakeAboutTen() {
        double room = 20; // as limit_req: ten a second, of which twenty may come at once
        for (int i = 0; i < 600; i++) {
            long step = (long) (1e9 / Math.min(rate.perSecond(), 1_000));
            nanos += step;
            room = Math.min(20, room + step / 1e8);
            if (room >= 1) {
                room--;
                rate.taken();
            } else {
                rate.refused(Duration.ZERO);
            }
        }
        assertThat(rate.perSecond()).isBetween(5.0, 15.0);
    }

    @Test
    void itIsGivenUpWhenItHasRefusedEverythingForAMinute() {
        assertThat(rate.refused(Duration.ZERO)).isTrue();
        pass(Duration.ofSeconds(59));
        assertThat(rate.refused(Duration.ZERO)).isTrue();
        rate.taken();
        pass(Duration.ofSeconds(2));
        assertThat(rate.refused(Duration.ZERO)).as("it took one").isTrue();
        pass(Duration.ofSeconds(61));
        assertThat(rate.refused(Duration.ZERO)).isFalse();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
