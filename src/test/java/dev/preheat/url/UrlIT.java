package dev.preheat.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that are read and resolved as by {@code new URL} of Node.js, character by character. */
class UrlIT {
    private static final String BASE = "http://cdn.example.com/a/b|c/index.m3u8?token=1";
    private static final List<String> ODD = List.of(
            "../up.ts",
            "a/./b/../c.ts",
            "a/%2e%2E/b.ts",
            ".%2e/x",
            "/..//x/.",
            "//other.example.com/x",
            "\\\\other.example.com\\x",
            "/\\other.example.com/x",
            "back\\slash?back\\slash",
            "HTTPS://CDN.Example.COM:443/Upper",
            "http://cdn.example.com:80/x",
            "http://cdn.example.com:8080/x",
            "http:seg.ts",
            "http:/seg.ts",
            "https:seg.ts",
            "http:///cdn.example.com/x",
            "?only=query",
            "x?",
            "x?#y",
            "x#y?z",
            "  x  ",
            "a\tb\nc",
            "100%",
            "%zz/%41%7e~",
            "фильм/é.ts?имя=ü",
            "\ud83d\ude00/\ud83d.ts",
            "a:b/c",
            "./a:b/c",
            "ftp://cdn.example.com/x",
            "javascript:alert(1)",
            "data:video/mp2t;base64,AAAA",
            "http://bücher.example/x",
            "http://[2001:DB8::1]/x",
            "http://[2001:db8::1]:8080/x",
            "http://cdn.example.com:99999/x",
            "http://cdn.example.com:port/x",
            "http://exa mple.com/x",
            "http://cdn.example.com?x",
            "http://cdn.example.com#x",
            "http://cdn.example.com",
            "http://under_score.example.com/x");

    @TempDir
    Path dir;

    @Test
    void everyCharacterAndEveryOddFormIsReadAsNodeDoes() throws IOException {
        var references = new ArrayList<>(ODD);
        for (char c = 0; c < 128; c++) {
            references.addAll(List.of("x" + c + "y", "p?x" + c + "y", "/d" + c + "/x" + c, c + "x"));
        }
        references.removeIf(reference -> reference.isBlank() || reference.startsWith("#"));
        assertThat(references.stream().map(UrlIT::resolved)).containsExactlyElementsOf(byNode(references));
    }

    private static String resolved(String reference) {
        return Url.of(BASE).resolve(reference).map(Url::toString).orElse("none");
    }

    private List<String> byNode(List<String> references) throws IOException {
        var program = """
                const withoutFragment = url => { url.hash = ''; return url.href; };
                const isOurs = url => /^https?:$/.test(url.protocol);
                const resolved = text => {
                  try { const url = new URL(text, %s); return isOurs(url) ? withoutFragment(url) : 'none'; }
                  catch { return 'none'; }
                };
                for (const text of [%s]) console.log(resolved(text));
                """.formatted(
                        quoted(BASE), references.stream().map(UrlIT::quoted).collect(Collectors.joining(",")));
        var file = Files.writeString(dir.resolve("urls.js"), program);
        return Commands.run(dir, "node", file.toString()).lines().toList();
    }

    private static String quoted(String text) {
        return IntStream.range(0, text.length())
                .mapToObj(at -> String.format("\\u%04x", (int) text.charAt(at)))
                .collect(Collectors.joining("", "\"", "\""));
    }

    @Test
    void anAddressThatNamesAUserIsNone() {
        assertThat(Url.parse("http://user:secret@cdn.example.com/x")).isEmpty();
        assertThat(Url.of(BASE).resolve("//user@cdn.example.com/x")).isEmpty();
    }

    @Test
    void barsAndCaretsOfAPathAreWhatChromiumEscapesBeside() {
        var url = Url.of("http://cdn.example.com/a|b^c[1]{2}?x|y^z");
        assertThat(url).hasToString("http://cdn.example.com/a|b^c[1]%7B2%7D?x|y^z");
        assertThat(url.asChromiumSendsIt()).hasToString("http://cdn.example.com/a%7Cb%5Ec[1]%7B2%7D?x|y^z");
    }

    @Test
    void anAddressHas8192CharactersAtMost() {
        var base = Url.of("http://cdn.example.com/");
        assertThat(base.resolve("x".repeat(8_169))).isPresent();
        assertThat(base.resolve("x".repeat(8_170))).isEmpty();
        assertThat(base.resolve(" ".repeat(9_000) + "x")).isEmpty();
        assertThat(base.resolve("ü".repeat(2_000))).isEmpty();
    }
}
