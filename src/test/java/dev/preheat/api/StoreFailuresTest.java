package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.sql.StoreException;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that fails every call for long does not fill the log. */
class StoreFailuresTest {
    private final TestClock clock = TestClock.at("2026-12-01T10:00:00Z");
    private final StoreFailures failures = new StoreFailures(clock);
    private final LogLines log = new LogLines(StoreFailures.class.getName());

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theFirstIsToldWholeAndTheRestOfAMinuteIsCounted() {
        fail(1_000);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("the store failed: ")
                .contains("SQLException: the disk is full");
        clock.advance(Duration.ofMinutes(1));
        fail(1);
        assertThat(log.lines().getLast()).startsWith("the store failed for 1000 calls since the last line about it: ");
    }

    @Test
    void aClockThatIsSetBackSilencesNothing() {
        fail(2);
        clock.advance(Duration.ofDays(-1));
        fail(1);
        assertThat(log.lines()).hasSize(2);
    }

    private void fail(int times) {
        IntStream.range(0, times)
                .forEach(_ -> failures.failed(
                        new StoreException("the store did not take the write", new SQLException("the disk is full"))));
    }
}
