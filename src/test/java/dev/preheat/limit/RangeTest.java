package dev.preheat.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
    private final Range range = new Range(1, 1_024);

    @Test
    void bothEndsBelongToIt() {
        assertThat(range.parse("1")).isEqualTo(1);
        assertThat(range.parse("1024")).isEqualTo(1_024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1025", "-1", "+1", "1.0", "", "many", "99999999999", "4294967297"})
    void nothingElseDoes(String text) {
        assertThatThrownBy(() -> range.parse(text)).hasMessage("must be 1 to 1024");
    }
}
