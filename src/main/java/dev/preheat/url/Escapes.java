package dev.preheat.url;

import dev.preheat.encoding.Percent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/** The escapes that browsers add to an address, and the characters they drop from it (WHATWG URL Standard). */
final class Escapes {
    // Besides controls and anything beyond ASCII. Escapes stay as they are, and so do percent signs that begin none.
    private static final String NOT_IN_PATH = " \"#<>?`{}";
    private static final String NOT_IN_QUERY = " \"#<>'";

    private Escapes() {}

    /** The text without controls and blanks around it, without tabs and line ends in it, and without its fragment. */
    static String cleaned(String text) {
        var written = text.trim().replace("\t", "").replace("\r", "").replace("\n", "");
        int fragment = written.indexOf('#');
        return wellFormed(fragment < 0 ? written : written.substring(0, fragment));
    }

    // Half a surrogate pair becomes U+FFFD.
    private static String wellFormed(String text) {
        boolean isPlain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
        return isPlain ? text : new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    /** The path of a text that begins with a slash: with dots resolved, and slashes in the place of backslashes. */
    static String path(String written) {
        int query = written.indexOf('?');
        var path = (query < 0 ? written : written.substring(0, query)).replace('\\', '/');
        var segments = path.split("/", -1);
        var kept = new ArrayDeque<String>();
        for (int i = 1; i < segments.length; i++) {
            boolean isUp = isDots(segments[i], 2);
            boolean isHere = isDots(segments[i], 1);
            if (isUp) {
                kept.pollLast();
            }
            if (!isUp && !isHere) {
                kept.addLast(escaped(segments[i], NOT_IN_PATH));
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** The query of such a text; empty if there is none. */
    static Optional<String> query(String written) {
        int mark = written.indexOf('?');
        return mark < 0 ? Optional.empty() : Optional.of(escaped(written.substring(mark + 1), NOT_IN_QUERY));
    }

    private static boolean isDots(String segment, int many) {
        return segment.length() <= 3 * many
                && segment.toLowerCase(Locale.ROOT).replace("%2e", ".").equals(".".repeat(many));
    }

    private static String escaped(String part, String never) {
        var out = new StringBuilder(part.length() + 16);
        for (byte unit : part.getBytes(StandardCharsets.UTF_8)) {
            if (unit > ' ' && unit < 0x7f && never.indexOf(unit) < 0) {
                out.append((char) unit);
            } else {
                out.append(Percent.escape(unit));
            }
        }
        return out.toString();
    }
}
