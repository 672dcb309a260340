package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashTimeTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT7.4S, 7.4",
        "PT1H2M3.001S, 3723.001",
        "P0Y0M0DT0H3M30.000S, 210",
        "P1DT1S, 86401",
        "P1Y, 31536000",
        "P1M, 2592000",
        "PT90M, 5400",
        "PT.5S, 0.5"
    })
    void aDurationIsReadExactly(String text, BigDecimal seconds) {
        assertThat(DashTime.seconds(text).orElseThrow()).isEqualByComparingTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "P1DT", "-PT1S", "7.4", "PT1,5S", "PT1S ", "PTS", "PT1S1M", "PT9999999999999999S"
            })
    void whatIsNoDurationIsNone(String text) {
        assertThat(DashTime.seconds(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T19:34:14.5Z", "2026-11-22T20:34:14.500+01:00", "2026-11-22T19:34:14.5"})
    void aMomentWithoutAZoneIsInUtc(String text) {
        assertThat(DashTime.instant(text)).hasValue(Instant.parse("2026-11-22T19:34:14.500Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-11-22", "2026-02-30T00:00:00Z", "19:34:14Z"})
    void whatIsNoMomentIsNone(String text) {
        assertThat(DashTime.instant(text)).isEmpty();
    }

    @Test
    void countsFractionsBetweenMoments() {
        var from = Instant.parse("2026-11-22T19:34:14.750Z");
        assertThat(DashTime.between(from, from.plusMillis(1_500))).isEqualByComparingTo("1.5");
        assertThat(DashTime.between(from, from.minusMillis(1_500))).isEqualByComparingTo("-1.5");
    }
}
