package dev.preheat.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text as it stands in a path or a query, and back. */
class PercentTest {
    @ParameterizedTest
    @CsvSource({"a b,a%20b", "ü/€,%C3%BC%2F%E2%82%AC", "A-_.~9,A-_.~9", "1+1*,1%2B1%2A", "50%,50%25"})
    void whatIsEncodedIsDecodedAgain(String text, String encoded) {
        assertThat(Percent.encoded(text)).isEqualTo(encoded);
        assertThat(Percent.decoded(encoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"%,%,%25", "%4,%4,%254", "%zz%41,%zzA,%25zz%41", "a%,a%,a%25"})
    void aBrokenEscapeStandsForItself(String text, String decoded, String mended) {
        assertThat(Percent.decoded(text)).isEqualTo(decoded);
        assertThat(Percent.isBroken(text)).isTrue();
        assertThat(Percent.mended(text)).isEqualTo(mended);
    }

    @Test
    void bytesThatAreNoUtf8AreKept() {
        assertThat(Percent.encoded(Percent.bytes("%FF%00+"))).isEqualTo("%FF%00%2B");
    }
}
