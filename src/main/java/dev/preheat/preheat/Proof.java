package dev.preheat.preheat;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * That every object of a fill was seen stored in the edge.
 *
 * @param at when the last object was seen
 * @param freshUntil when the first of them will be stale, where the edge says it
 */
public record Proof(Kind kind, Instant at, Optional<Instant> freshUntil) {
    /** How it was seen; the weaker kind is marked as such. */
    public enum Kind {
        /** By a request that asks only for what is stored ({@code only-if-cached}) and so cannot fill. */
        PROBE,
        /** By the edge's own word (Cache-Status, X-Cache, Age) on a later request, after a complete fill. */
        EDGE_WORD;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
