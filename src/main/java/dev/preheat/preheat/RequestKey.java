package dev.preheat.preheat;

import java.time.Instant;

/** How a request is known again when it is sent once more. */
public sealed interface RequestKey {
    /**
     * A request that can come again.
     *
     * @param hash of everything that makes it the same request; at most 64 characters
     * @param until when it can come no more, and may be forgotten
     */
    record Signed(String hash, Instant until) implements RequestKey {}

    /** A request that is like no other, whatever it says. */
    record None() implements RequestKey {}
}
