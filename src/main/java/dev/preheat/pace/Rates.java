package dev.preheat.pace;

import dev.preheat.limit.Range;

/**
 * The most in a second; 0 is no limit.
 *
 * @param requestsPerSecond objects asked for
 * @param mbitPerSecond megabits of objects fetched
 */
public record Rates(int requestsPerSecond, int mbitPerSecond) {
    public static final Range A_SECOND = new Range(0, 1_000_000);
    public static final Rates NONE = new Rates(0, 0);

    public Rates {
        A_SECOND.check(requestsPerSecond);
        A_SECOND.check(mbitPerSecond);
    }

    Rates share(int processes) {
        return new Rates(share(requestsPerSecond, processes), share(mbitPerSecond, processes));
    }

    private static int share(int limit, int processes) {
        return limit == 0 ? 0 : Math.max(1, limit / processes);
    }
}
