package dev.preheat.fill;

import dev.preheat.limit.Range;
import java.util.OptionalInt;

/**
 * How much is done at once, how fast, how often, and what first.
 *
 * @param perEdge objects filled at the same time into one edge
 * @param perOrigin objects filled at the same time from one delivery domain
 * @param attempts how often a fill is begun before it is failed
 * @param firstSeconds how much of every rendition a first viewer needs
 */
public record FillLimits(
        int perEdge, int perOrigin, int attempts, Rates edge, Rates origin, FillOrder order, int firstSeconds) {
    public static final Range PER_EDGE = new Range(1, 1_024);
    public static final Range PER_ORIGIN = new Range(1, 4_096);
    public static final Range ATTEMPTS = new Range(1, 20);
    public static final Range FIRST_SECONDS = new Range(0, 3_600);
    public static final Range A_SECOND = new Range(0, 1_000_000);
    public static final FillLimits DEFAULT = new FillLimits(32, 64, 5);

    /**
     * The most in a second; 0 is no limit.
     *
     * @param requestsPerSecond objects asked for
     * @param mbitPerSecond megabits of objects fetched
     */
    public record Rates(int requestsPerSecond, int mbitPerSecond) {
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

    /** What one edge is asked for at most, where it has a limit of its own: as {@code perEdge} and {@link Rates}. */
    public record Own(OptionalInt perEdge, OptionalInt requestsPerSecond, OptionalInt mbitPerSecond) {
        public static final Own NONE = new Own(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

        private Rates rates(Rates ofAll) {
            return new Rates(
                    requestsPerSecond.orElse(ofAll.requestsPerSecond()), mbitPerSecond.orElse(ofAll.mbitPerSecond()));
        }
    }

    public FillLimits {
        PER_EDGE.check(perEdge);
        PER_ORIGIN.check(perOrigin);
        ATTEMPTS.check(attempts);
        FIRST_SECONDS.check(firstSeconds);
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
