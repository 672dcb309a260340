package dev.preheat.preheat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The proof that every object of a fill was seen stored in the edge.
 *
 * @param at when the last object was seen
 * @param freshUntil when the first of them will be stale, where the edge says it
 * @param copy the URL's own object, as it was seen
 */
public record Proof(Kind kind, Instant at, Optional<Instant> freshUntil, Copy copy) {
    /** A proof without any detail of the copy. */
    public Proof(Kind kind, Instant at, Optional<Instant> freshUntil) {
        this(kind, at, freshUntil, new Copy(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * A stored object, as far as an edge shows it.
     *
     * @param etag its ETag, or else its Last-Modified
     * @param length in bytes
     * @param age the time since an origin or a shield sent it
     */
    public record Copy(Optional<String> etag, Optional<Long> length, Optional<Duration> age) {}

    /** The way in which it was seen; the weaker kind is marked as such. */
    public enum Kind {
        /** By a request that asks only for what is stored ({@code only-if-cached}) and so cannot fill. */
        PROBE,
        /** By the edge's own word (Cache-Status, X-Cache, Age) on a later request, after a complete fill. */
        EDGE_WORD,
        /** Not seen: it was filled, but the edge cannot show it, and its configuration accepts that. */
        NONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
