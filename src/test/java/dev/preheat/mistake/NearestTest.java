package dev.preheat.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES =
            List.of("task", "tasks", "quota", "status", "streaming_urls", "software", "--watch", "--title", "ak", "sk");

    @ParameterizedTest
    @CsvSource({
        "qouta, quota",
        "stauts, status",
        "sofware, software",
        "streaming-url, streaming_urls",
        "Status, status",
        "--wach, --watch",
        "--titel, --title",
        "taks, task",
        "a, ak"
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(Nearest.of(typed, NAMES)).contains(meant);
    }

    @Test
    void saysNothingOfWhatIsLikeNoName() {
        assertThat(Nearest.of("frobnicate", NAMES)).isEmpty();
        assertThat(Nearest.of("", NAMES)).isEmpty();
        assertThat(Nearest.of("x".repeat(10_000), NAMES)).isEmpty();
    }
}
