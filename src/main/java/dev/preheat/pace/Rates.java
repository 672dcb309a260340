package dev.preheat.pace;

/**
 * The most in a second; 0 is no limit.
 *
 * @param requestsPerSecond objects asked for, 0 to 1,000,000
 * @param mbitPerSecond megabits of objects fetched, 0 to 1,000,000
 */
public record Rates(int requestsPerSecond, int mbitPerSecond) {
    public static final Rates NONE = new Rates(0, 0);

    public Rates {
        within(requestsPerSecond, 0, 1_000_000, "requests-per-second");
        within(mbitPerSecond, 0, 1_000_000, "mbit-per-second");
    }

    Rates share(int processes) {
        return new Rates(share(requestsPerSecond, processes), share(mbitPerSecond, processes));
    }

    private static int share(int limit, int processes) {
        return limit == 0 ? 0 : Math.max(1, limit / processes);
    }

    /** Refuses a value outside of these bounds. */
    public static void within(int value, int least, int most, String name) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most);
        }
    }
}
