package dev.preheat.tenancy;

import java.util.regex.Pattern;

/** The {@code project_id} of a path; the vendor's are 32 lower-case hex digits. */
public record ProjectId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ProjectId {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("must be 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    /** True if {@code value} has the form of a project's id. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
