package dev.preheat.tenancy;

import java.util.regex.Pattern;

/** The {@code project_id} of a path; the vendor's are 32 lower-case hex digits. */
public record ProjectId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ProjectId {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException("a project's id is 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
