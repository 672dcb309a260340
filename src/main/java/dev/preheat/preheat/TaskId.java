package dev.preheat.preheat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A task's id: 32 lower-case hex digits that sort by time (48 bits of milliseconds, 16 of cell, 64 random).
 *
 * <p>So new rows are appended, and all tasks older than a day are a range of ids.
 */
public record TaskId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CELL = 0; // one cell so far; the place is kept so that ids never change shape

    public TaskId {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("a task's id must be 32 lower-case hex digits");
        }
    }

    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    /** Makes a new id, later than those of any earlier millisecond. */
    public static TaskId next(Instant now) {
        return new TaskId(smallest(now).substring(0, 16) + HexFormat.of().toHexDigits(RANDOM.nextLong()));
    }

    /** The smallest id that a task of this instant can have: the start of a range of ids. */
    public static String smallest(Instant now) {
        var hex = HexFormat.of();
        return hex.toHexDigits(now.toEpochMilli(), 12) + hex.toHexDigits((short) CELL) + "0".repeat(16);
    }

    /** The time at which it was made, in milliseconds. */
    public Instant acceptedAt() {
        return Instant.ofEpochMilli(Long.parseLong(value, 0, 12, 16));
    }

    @Override
    public String toString() {
        return value;
    }
}
