package dev.preheat.url;

import dev.preheat.encoding.Percent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/** What browsers escape in an address and what they take out of it (WHATWG URL Standard). */
final class Escapes {
    // Beside controls and what is not ASCII. An escape that is there stays, and so does a percent sign that is none.
    private static final String NOT_IN_PATH = " \"#<>?`{}";
    private static final String NOT_IN_QUERY = " \"#<>'";

    private Escapes() {}

    /** Without controls and blanks around it, without tabs and line ends in it, and its fragment. */
    static String cleaned(String text) {
        var written = text.trim().replace("\t", "").replace("\r", "").replace("\n", "");
        int fragment = written.indexOf('#');
        return wellFormed(fragment < 0 ? written : written.substring(0, fragment));
    }

    // Half a surrogate pair is encoded as U+FFFD.
    private static String wellFormed(String text) {
        boolean isPlain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
        return isPlain ? text : new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    /** The path of what is written from its first slash on: without dots, and with slashes for backslashes. */
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

    /** The query of what is written; empty where there is none. */
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
