package dev.preheat.preheat;

import java.util.regex.Pattern;

/** The name of an edge, as the configuration gives it. */
public record EdgeName(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public EdgeName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    /** Whether {@code value} can be an edge's name at all. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
