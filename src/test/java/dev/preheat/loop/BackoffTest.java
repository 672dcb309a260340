package dev.preheat.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff pauses = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    @Test
    void pausesDoubleToTheLongestAndAreNeverTheSameForAll() {
        for (int attempt = 1; attempt <= 20; attempt++) {
            long whole = Math.min(60_000, 1_000L << (attempt - 1));
            assertThat(pauses.after(attempt)).hasMillis(whole);
            assertThat(pauses.scatteredAfter(attempt).toMillis()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void noAttemptIsTooLate() {
        assertThat(pauses.after(Integer.MAX_VALUE)).hasMinutes(1);
    }

    @Test
    void aPauseGrowsFromTheOneBefore() {
        assertThat(pauses.longer(Duration.ofSeconds(7))).hasSeconds(14);
        assertThat(pauses.longer(Duration.ofSeconds(31))).hasSeconds(60);
    }

    @Test
    void noPauseIsNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.always(Duration.ZERO));
    }
}
