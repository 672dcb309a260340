package dev.preheat.fill;

import java.util.OptionalInt;

/**
 * How much is done at once, how fast, how often, and what first.
 *
 * @param perEdge objects filled at the same time into one edge, 1 to 1,024
 * @param perOrigin objects filled at the same time from one delivery domain, 1 to 4,096
 * @param attempts how often a fill is begun before it is failed, 1 to 20
 * @param firstSeconds how much of every rendition a first viewer needs, 0 to 3,600 s
 */
public record FillLimits(
        int perEdge, int perOrigin, int attempts, Rates edge, Rates origin, FillOrder order, int firstSeconds) {
    public static final FillLimits DEFAULT = new FillLimits(32, 64, 5);

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

        // here, because a check of FillLimits would begin to make its DEFAULT before NONE is there
        static void within(int value, int least, int most, String name) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " is " + least + " to " + most);
            }
        }
    }

    /** What one edge is asked for at most, where it has a limit of its own: as {@code perEdge} and {@link Rates}. */
    public record Own(OptionalInt perEdge, OptionalInt requestsPerSecond, OptionalInt mbitPerSecond) {
        public static final Own NONE = new Own(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

        private Rates rates(Rates ofAll) {
            return new Rates(
                    requestsPerSecond.orElse(ofAll.requestsPerSecond()), mbitPerSecond.orElse(ofAll.mbitPerSecond()));
        }
    }

    public FillLimits {
        Rates.within(perEdge, 1, 1_024, "per-edge");
        Rates.within(perOrigin, 1, 4_096, "per-origin");
        Rates.within(attempts, 1, 20, "attempts");
        Rates.within(firstSeconds, 0, 3_600, "first-seconds");
    }

    /** As fast as edges and origins can, the first half minute first. */
    public FillLimits(int perEdge, int perOrigin, int attempts) {
        this(perEdge, perOrigin, attempts, Rates.NONE, Rates.NONE, FillOrder.FIRST_SECONDS, 30);
    }

    /** What holds for this edge. */
    FillLimits at(Edge one) {
        var own = one.terms().limits();
        return new FillLimits(
                own.perEdge().orElse(perEdge), perOrigin, attempts, own.rates(edge), origin, order, firstSeconds);
    }

    /** One's part when so many share them: at least one at a time, and one a second where there is a limit. */
    FillLimits share(int processes) {
        return new FillLimits(
                Math.max(1, perEdge / processes),
                Math.max(1, perOrigin / processes),
                attempts,
                edge.share(processes),
                origin.share(processes),
                order,
                firstSeconds);
    }

    /** The same, in another order. */
    public FillLimits in(FillOrder other, int seconds) {
        return new FillLimits(perEdge, perOrigin, attempts, edge, origin, other, seconds);
    }
}
