package dev.preheat.limit;

import java.util.regex.Pattern;

/** The whole numbers that a setting may be, both ends among them. */
public record Range(int least, int most) {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,10}");

    /** @throws IllegalArgumentException with what the value must be */
    public void check(long value) {
        if (value < least || value > most) {
            throw outside();
        }
    }

    /**
     * Reads a number of digits alone.
     *
     * @throws IllegalArgumentException with what the value must be
     */
    public int parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw outside();
        }
        long value = Long.parseLong(text);
        check(value);
        return (int) value;
    }

    private IllegalArgumentException outside() {
        return new IllegalArgumentException("must be " + least + " to " + most);
    }
}
