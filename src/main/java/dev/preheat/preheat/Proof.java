package dev.preheat.preheat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * That every object of a fill was seen stored in the edge.
 *
 * @param at when the last object was seen
 * @param freshUntil when the first of them will be stale, where the edge says it
 * @param copy the URL's own object, as it was seen
 */
public record Proof(Kind kind, Instant at, Optional<Instant> freshUntil, Copy copy) {
    /** A proof that tells nothing of the copy. */
    public Proof(Kind kind, Instant at, Optional<Instant> freshUntil) {
        this(kind, at, freshUntil, new Copy(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * An object as an edge shows it, as far as it does.
     *
     * @param etag its ETag, or else its Last-Modified
     * @param length in bytes
     * @param age how long ago an origin or a shield sent it
     */
    public record Copy(Optional<String> etag, Optional<Long> length, Optional<Duration> age) {}

    /** How it was seen; the weaker kind is marked as such. */
    public enum Kind {
        /** By a request that asks only for what is stored ({@code only-if-cached}) and so cannot fill. */
        PROBE,
        /** By the edge's own word (Cache-Status, X-Cache, Age) on a later request, after a complete fill. */
        EDGE_WORD,
        /** Not at all: it was filled, the edge cannot show it, and its configuration accepts that. */
        NONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
