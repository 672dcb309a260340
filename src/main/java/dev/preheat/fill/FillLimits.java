package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Rates;
import dev.preheat.title.FillOrder;

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
