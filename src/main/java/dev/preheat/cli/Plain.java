package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How texts, sizes and tables are written for people. */
final class Plain {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Plain() {}

    /** Without control and format characters: what a server sends must neither steer a terminal nor read otherwise than it is. */
    static String text(String sent) {
        return UNSEEN.matcher(sent).replaceAll("?");
    }

    /** {@code 954 B}, {@code 12.3 MB}: powers of 1,000. */
    static String bytes(long count) {
        if (count < 1_000) {
            return count + " B";
        }
        var value = count / 1_000.0;
        var unit = 0;
        while (value >= 999.95) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** At most so many characters of an address: its beginning, {@code …} and more of its end, which tells it from others. */
    static String shortened(String url, int most) {
        if (url.length() <= most) {
            return url;
        }
        int begin = (most - 1) / 3;
        return url.substring(0, begin) + "…" + url.substring(url.length() - (most - 1 - begin));
    }

    /** All of a text in lines of at most so many characters, broken at blanks where there are any; none of an empty one. */
    static List<String> wrapped(String text, int most) {
        return Pattern.compile("\\S.{0,%1$d}(?!\\S)|\\S{1,%2$d}".formatted(most - 1, most))
                .matcher(text)
                .results()
                .map(line -> line.group().stripTrailing())
                .toList();
    }

    /** Rows under a heading, in columns as wide as they need. */
    static List<String> columns(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** A member that is text; {@code -} where there is none. */
    static String word(JsonNode node, String name) {
        var text = text(node.path(name).asString(""));
        return text.isEmpty() ? "-" : text;
    }
}
