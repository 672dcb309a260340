package dev.preheat.tenancy;

import java.util.regex.Pattern;

/** The name of an account (tenant), which pays and has the daily quota. */
public record AccountName(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    public AccountName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("must be 1 to 64 of A-Z a-z 0-9 _ . -");
        }
    }

    /** True if {@code value} has the form of an account's name. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
