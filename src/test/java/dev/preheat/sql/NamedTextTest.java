package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Named parameters are bound by their names, and a wrong name is refused. */
class NamedTextTest {
    @Test
    void aNameMayComeSeveralTimesAndInAnyOrder() throws Exception {
        var text = NamedText.parse("SELECT :b WHERE a = :a_1 OR b > :b");
        assertThat(text.text()).isEqualTo("SELECT ? WHERE a = ? OR b > ?");
        assertThat(text.ordered(Map.of("a_1", 1, "b", 2))).isEqualTo(List.of(2, 1, 2));
    }

    @Test
    void aColonInALiteralOrACastBeginsNoName() {
        var text = NamedText.parse("SELECT 'http://a :b', md5(random()::text), :c");
        assertThat(text.text()).isEqualTo("SELECT 'http://a :b', md5(random()::text), ?");
        assertThat(text.names()).containsExactly("c");
    }

    @Test
    void everyNameNeedsAValueAndEveryValueAName() {
        var text = NamedText.parse("SELECT :a");
        assertThatThrownBy(() -> text.ordered(Map.of()))
                .isInstanceOf(SQLException.class)
                .hasMessage("no value for :a in SELECT ?");
        assertThatThrownBy(() -> text.ordered(Map.of("a", 1, "b", 2)))
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("no place for one of");
    }
}
