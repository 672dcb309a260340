package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource({
        "en, en",
        "eng, en",
        "ENG-gb, en-gb",
        "en_US, en-us",
        "deu, de",
        "ger, de",
        "fre, fr",
        "chi-Hant, zh-hant",
        "zho, zh",
        "heb, he",
        "iw, he",
        "ind, id",
        "in, id",
        "gsw, gsw",
        "e, e",
        "'', ''"
    })
    void isNamedInItsShortestForm(String tag, String shortest) {
        assertThat(Language.shortest(tag)).isEqualTo(shortest);
    }
}
