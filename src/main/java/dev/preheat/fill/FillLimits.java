package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.limit.Range;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Rates;
import dev.preheat.title.FillOrder;

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
    public static final FillLimits DEFAULT = new FillLimits(32, 64, 5);

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

    /** What is asked of each edge at most. */
    public Limit atEdges() {
        return new Limit(perEdge, edge);
    }

    /** What is asked of each origin at most. */
    public Limit atOrigins() {
        return new Limit(perOrigin, origin);
    }

    /** What is asked of this edge at most. */
    Limit at(Edge one) {
        return one.terms().limits().in(atEdges());
    }

    /** The same, in another order. */
    public FillLimits in(FillOrder other, int seconds) {
        return new FillLimits(perEdge, perOrigin, attempts, edge, origin, other, seconds);
    }
}
