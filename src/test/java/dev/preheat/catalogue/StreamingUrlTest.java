package dev.preheat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://cdn.example.com/a.mp4                | http://cdn.example.com/a.mp4",
                "HTTPS://CDN.Example.COM/A.mp4               | https://cdn.example.com/A.mp4",
                "http://cdn.example.com                      | http://cdn.example.com/",
                "http://cdn.example.com?x=1                  | http://cdn.example.com/?x=1",
                "http://cdn.example.com:80/a                 | http://cdn.example.com/a",
                "https://cdn.example.com:443/a               | https://cdn.example.com/a",
                "http://cdn.example.com:443/a                | http://cdn.example.com:443/a",
                "http://cdn.example.com/a#t=10               | http://cdn.example.com/a",
                "http://cdn.example.com/a?auth_key=1-0-0-f&x | http://cdn.example.com/a?auth_key=1-0-0-f&x",
                "http://cdn.example.com/a b.mp4              | http://cdn.example.com/a%20b.mp4",
                "http://cdn.example.com/50%.mp4              | http://cdn.example.com/50%.mp4",
                "http://cdn.example.com/%e8%B5.mp4           | http://cdn.example.com/%e8%B5.mp4",
                "http://cdn.example.com/a[1]\\b.mp4          | http://cdn.example.com/a[1]/b.mp4",
                "http://bücher.example/a                     | http://xn--bcher-kva.example/a",
                "http://cdn。example。com/a                    | http://cdn.example.com/a",
                "http://[2001:DB8::1]/a                      | http://[2001:db8::1]/a"
            })
    void isNormalised(String given, String uri) {
        assertThat(StreamingUrl.parse(given))
                .hasValueSatisfying(url -> assertThat(url.url()).isEqualTo(Url.of(uri)));
    }

    /** As java-urls-unicode.req sends it. */
    @Test
    void escapesWhatTheVendorsSdkSendsRaw() {
        var given = "https://example.com/资产/测试 文件.mp4?auth_key=1-0-0-abc&x=a+b";
        assertThat(StreamingUrl.parse(given).orElseThrow().url())
                .hasToString("https://example.com/%E8%B5%84%E4%BA%A7/%E6%B5%8B%E8%AF%95%20%E6%96%87%E4%BB%B6.mp4"
                        + "?auth_key=1-0-0-abc&x=a+b");
    }

    /** The page's own example has them (CDN Pre-loading, Example Requests, 2025-11-26). */
    @Test
    void showsTheUrlAsGivenWithoutTheBlanksAroundIt() {
        assertThat(StreamingUrl.parse("    http://CDN.example.com/a.flv ")
                        .orElseThrow()
                        .given())
                .isEqualTo("http://CDN.example.com/a.flv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "a.mp4",
                "/a.mp4",
                "//cdn.example.com/a.mp4",
                "ftp://cdn.example.com/a.mp4",
                "rtmp://cdn.example.com/live",
                "http:/cdn.example.com/a.mp4",
                "http://",
                "http:///a.mp4",
                "http://user@cdn.example.com/a.mp4",
                "http://user:secret@cdn.example.com/a.mp4",
                "http://cdn.example.com\\@evil.example/a.mp4",
                "http://cdn.example.com/*.mp4",
                "http://cdn.example.com/a.mp4?x=*",
                "http://*.example.com/a.mp4",
                "http://cdn.example.com/a\nb.mp4",
                "http://cdn.example.com/a\tb.mp4",
                "http://cdn.example.com/a\0.mp4",
                "http://cdn.example.com/a\u007f.mp4",
                "http://cdn.example.com/a\u0085.mp4",
                "http://cdn.example.com/\ud800.mp4",
                "http://cdn.example.com:0/a.mp4",
                "http://cdn.example.com:65536/a.mp4",
                "http://cdn.example.com:/a.mp4",
                "http://cdn.example.com:8o/a.mp4",
                "http://cdn..example.com/a.mp4",
                "http://-cdn.example.com/a.mp4",
                "http://cdn%2eexample.com/a.mp4",
                "http://cdn example.com/a.mp4",
                "http://[::1/a.mp4"
            })
    void isRefused(String text) {
        assertThat(StreamingUrl.parse(text)).isEmpty();
    }

    @Test
    void has4096CharactersAtMost() {
        var longest = "http://cdn.example.com/" + "a".repeat(4_096 - 23);
        assertThat(StreamingUrl.parse(longest)).isPresent();
        assertThat(StreamingUrl.parse(longest + "a")).isEmpty();
        assertThat(StreamingUrl.parse("http://" + "a".repeat(4_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://cdn.example.com/a.mp4 | https://cdn.example.com/a.mp4?auth_key=1",
                "http://cdn.example.com/~a.mp4 | http://cdn.example.com/%7Ea.mp4",
                "http://cdn.example.com/ü.mp4 | http://cdn.example.com/%c3%bc.mp4"
            })
    void twoSpellingsOfOneAddressMatch(String one, String other) {
        assertThat(key(one)).isEqualTo(key(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://cdn.example.com/a.mp4 | http://cdn.example.com/A.mp4",
                "http://cdn.example.com/a/b   | http://cdn.example.com/a%2Fb",
                "http://cdn.example.com/a     | http://cdn.example.com:8080/a",
                "http://cdn.example.com/a     | http://cdn2.example.com/a"
            })
    void twoAddressesDoNot(String one, String other) {
        assertThat(key(one)).isNotEqualTo(key(other));
    }

    private static String key(String text) {
        return StreamingUrl.parse(text).orElseThrow().matchKey();
    }
}
