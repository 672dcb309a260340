package dev.preheat.preheat;

import java.util.Locale;

/** Why a fill failed, in a word that scripts can rely on. */
public enum FailureClass {
    ORIGIN_ERROR,
    ORIGIN_TRUNCATED,
    NOT_CACHEABLE,
    NOT_STORED,
    CHANGED,
    /** Parts of one file are of several versions, so that players are cut off between them. */
    MIXED_VERSIONS,
    TOO_LARGE,
    EDGE_UNREACHABLE,
    EDGE_REFUSED,
    TIMEOUT,
    MANIFEST_INVALID,
    MANIFEST_FOREIGN_HOST,
    /** Somebody stopped it. */
    CANCELLED;

    /** The word as shown: {@code origin_error}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FailureClass of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
