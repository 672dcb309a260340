package dev.preheat.wire;

import static dev.preheat.wire.CacheStatusTest.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorabilityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Control: no-store               | Cache-Control: no-store",
                "Cache-Control: private                | Cache-Control: private",
                "Cache-Control: public, No-Cache       | Cache-Control: no-cache",
                "Cache-Control: max-age=0              | Cache-Control: max-age=0",
                "Cache-Control: max-age=60, s-maxage=0 | Cache-Control: s-maxage=0",
                "Vary: Accept, *                       | Vary: *",
                "Set-Cookie: a=b                       | Set-Cookie",
                "Cache-Control: max-age=\"0\"          | Cache-Control: max-age=\"0\"",
                "Cache-Control: s-maxage=\"0\"         | Cache-Control: s-maxage=\"0\"",
                "Expires: 0                            | Expires: 0, which is past",
                "Expires: Sun, 22 Nov 2026 09:00:00 GMT | Expires: Sun, 22 Nov 2026 09:00:00 GMT, which is past",
                "Surrogate-Control: no-store           | surrogate-control: no-store",
                "CDN-Cache-Control: no-store           | cdn-cache-control: no-store",
                "X-Accel-Expires: 0                    | x-accel-expires: 0",
                "Pragma: no-cache                      | pragma: no-cache",
            })
    void saysWhyASharedCacheMayNotKeepIt(String fields, String why) {
        assertThat(Storability.forbidden(answer(fields), NOW)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: public, max-age=3600",
                "Cache-Control: max-age=0, s-maxage=60",
                "Vary: Accept-Encoding",
                "Cache-Control: max-age=60 / Expires: 0",
                "Cache-Control: max-age=60 / Pragma: no-cache",
                "Expires: Sun, 22 Nov 2026 11:00:00 GMT",
                "Content-Type: video/mp4",
            })
    void forbidsNothingElse(String fields) {
        assertThat(Storability.forbidden(answer(fields), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Control: max-age=60                         | 2026-11-22T10:01:00Z",
                "Cache-Control: max-age=60 / Age: 45               | 2026-11-22T10:00:15Z",
                "Cache-Control: max-age=60, s-maxage=120           | 2026-11-22T10:02:00Z",
                "Cache-Control: max-age=\"60\"                     | 2026-11-22T10:01:00Z",
                "Expires: Sun, 22 Nov 2026 11:00:00 GMT            | 2026-11-22T11:00:00Z",
                "Cache-Control: max-age=31536000                   | 2027-11-22T10:00:00Z",
            })
    void tellsWhenItWillBeStale(String fields, Instant until) {
        assertThat(Storability.freshUntil(answer(fields), NOW)).contains(until);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: public",
                "Cache-Control: max-age=soon",
                "Cache-Control: max-age=99999999999999999999",
                "Expires: 0",
            })
    void knowsNoTimeWhereNoneIsSaid(String fields) {
        assertThat(Storability.freshUntil(answer(fields), NOW)).isEmpty();
    }

    @Test
    void seesWhatAnAnswerVariesBy() {
        var answer = answer("Vary: Origin, Accept-Encoding / Vary: origin");
        assertThat(Storability.variesBy(answer)).containsExactly("origin", "accept-encoding");
        assertThat(Storability.variesBy(answer("Age: 1"))).isEmpty();
    }
}
