package dev.preheat.media;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A language as manifests and configurations name it, in one form of the several. */
public final class Language {
    // ISO 639-2/B, which the JDK does not know, and what it is in ISO 639-1
    private static final String BIBLIOGRAPHIC = "alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de "
            + "gre el ice is mac mk mao mi may ms per fa rum ro slo sk tib bo wel cy";
    private static final Map<String, String> SHORTER = shorter();

    private Language() {}

    /** The tag in lower case, its language with two letters where there are two: {@code en-gb} of {@code eng-GB}. */
    public static String shortest(String tag) {
        var lower = tag.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        int dash = lower.indexOf('-');
        var primary = dash < 0 ? lower : lower.substring(0, dash);
        return SHORTER.getOrDefault(primary, primary) + (dash < 0 ? "" : lower.substring(dash));
    }

    private static Map<String, String> shorter() {
        var known = new HashMap<String, String>();
        for (var two : Locale.getISOLanguages()) {
            var language = Locale.of(two); // which knows that "iw" is "he" today
            known.put(two, language.getLanguage());
            known.put(language.getISO3Language(), language.getLanguage());
        }
        var pairs = List.of(BIBLIOGRAPHIC.split(" "));
        for (int i = 0; i < pairs.size(); i += 2) {
            known.put(pairs.get(i), pairs.get(i + 1));
        }
        return Map.copyOf(known);
    }
}
