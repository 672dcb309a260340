package dev.preheat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final String LONG = "x".repeat(8_000);

    @Test
    void anETagOfUsualLengthIsKeptAsItIs() {
        assertThat(tagged("\"6925a8f3-3e8\"").identity()).contains("\"6925a8f3-3e8\"");
    }

    @Test
    void ofAnETagOf8KBOnlyADigestIsKept() {
        assertThat(tagged('"' + LONG + '"').identity().orElseThrow()).hasSizeLessThan(100);
    }

    @Test
    void longETagsThatDifferAtTheirEndAreTwoVersions() {
        assertThat(tagged('"' + LONG + "1\"").maybe(tagged('"' + LONG + "1\""))).isTrue();
        assertThat(tagged('"' + LONG + "1\"").maybe(tagged('"' + LONG + "2\""))).isFalse();
    }

    @Test
    void aLongWeakETagStaysWeak() {
        assertThat(tagged("W/\"" + LONG + "1\"").maybe(tagged("W/\"" + LONG + "2\"")))
                .isTrue();
    }

    private static Version tagged(String etag) {
        var headers = Map.of("etag", List.of(etag), "content-length", List.of("10"));
        return Version.of(new Exchange.Answer(200, headers, 0, false, new byte[0], 0, 0));
    }
}
