package dev.preheat.accept;

import java.time.Duration;
import java.time.Instant;

/** The key by which a request is known again if it is sent once more. */
public sealed interface RequestKey {
    /**
     * A request that can come again.
     *
     * @param hash of everything that makes it the same request; at most 64 characters
     * @param until the time from which it can come no more, and may be forgotten
     */
    record Signed(String hash, Instant until) implements RequestKey {}

    /**
     * A request that its caller gave a name, and that is known by it alone: two names are two requests, however alike they
     * are and even if both were signed in the same second.
     *
     * @param hash of the name and of whose it is; at most 64 characters
     * @param request of everything that makes it the same request; at most 64 characters
     * @param until the time from which the name is free again
     */
    record Named(String hash, String request, Instant until) implements RequestKey {
        /** The time for which a name is kept. */
        public static final Duration KEPT = Duration.ofHours(24);
    }

    /** A request that is like no other, whatever it says. */
    record None() implements RequestKey {}
}
