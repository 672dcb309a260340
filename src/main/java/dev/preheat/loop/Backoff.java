package dev.preheat.loop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: the first, and twice as long each time, up to the longest. */
public record Backoff(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 16; // no shift beyond a long, whatever the attempt

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "pauses must be longer than nothing, but are " + first + " to " + longest);
        }
    }

    /** The same pause each time. */
    public static Backoff always(Duration pause) {
        return new Backoff(pause, pause);
    }

    /** The pause after so many attempts, counted from 1. */
    public Duration after(int attempt) {
        return atMost(first.multipliedBy(1L << Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS)));
    }

    /** A random half to the whole of {@link #after}, so that those who failed together do not return together. */
    public Duration scatteredAfter(int attempt) {
        long whole = after(attempt).toMillis();
        return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }

    /** The pause that follows {@code pause}. */
    public Duration longer(Duration pause) {
        return atMost(pause.multipliedBy(2));
    }

    /** {@code pause}, or the longest where that is shorter. */
    public Duration atMost(Duration pause) {
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
