package dev.preheat.cli;

import java.util.Locale;

/** How texts and sizes are written for people. */
final class Plain {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Plain() {}

    /** Without control characters: what a server sends must not steer a terminal. */
    static String text(String sent) {
        return sent.replaceAll("\\p{Cntrl}", "?");
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
}
