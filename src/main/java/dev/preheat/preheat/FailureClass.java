package dev.preheat.preheat;

import java.util.Locale;

/** The reason why a fill failed, in a word that scripts can rely on. */
public enum FailureClass {
    ORIGIN_ERROR,
    ORIGIN_TRUNCATED,
    NOT_CACHEABLE,
    NOT_STORED,
    /** It was filled, but the edge cannot show it. */
    NOT_PROVED,
    /** The edge has stored an error, although the origin has the object. */
    STORED_ERROR,
    CHANGED,
    /** Parts of one file are of several versions, so that players are cut off between them. */
    MIXED_VERSIONS,
    TOO_LARGE,
    EDGE_UNREACHABLE,
    EDGE_REFUSED,
    TIMEOUT,
    MANIFEST_INVALID,
    MANIFEST_FOREIGN_HOST,
    /** Several caches answer at the edge's one address. */
    SEVERAL_MACHINES,
    /** No living process has the edge in its configuration. */
    EDGE_GONE,
    /** A user stopped it, or an asset lost the URL. */
    CANCELLED;

    /** The word that is shown: {@code origin_error}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static FailureClass of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
