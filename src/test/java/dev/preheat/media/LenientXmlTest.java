package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an XML text stands for itself, in whatever pieces it is read. */
class LenientXmlTest {
    @ParameterizedTest
    @CsvSource({
        "a&b, a&amp;b",
        "&, &amp;",
        "&&, &amp;&amp;",
        "&amp;, &amp;",
        "&amp, &amp;amp",
        "&unknown;, &amp;unknown;",
        "&#38;&#x26;&lt;, &#38;&#x26;&lt;",
        "&#12345678;, &amp;#12345678;",
        "&#x10FFFF;, &#x10FFFF;",
        "<![CDATA[&]]>&, <![CDATA[&]]>&amp;",
        "<![CDATA[&]]&]]>&, <![CDATA[&]]&]]>&amp;",
        "]]>&, ]]>&amp;",
        "<a b='?x=1&y=2'/>, <a b='?x=1&amp;y=2'/>"
    })
    void standsForItself(String text, String read) throws IOException {
        for (int length = 1; length < 12; length++) {
            assertThat(all(new LenientXml("&start", "left out" + text, 8), length))
                    .isEqualTo("&start" + read);
        }
    }

    private static String all(LenientXml xml, int length) throws IOException {
        var out = new StringBuilder();
        var buffer = new char[length + 1];
        for (int n = xml.read(buffer, 1, length); n >= 0; n = xml.read(buffer, 1, length)) {
            out.append(buffer, 1, n);
        }
        return out.toString();
    }
}
