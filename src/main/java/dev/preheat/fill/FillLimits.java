package dev.preheat.fill;

/**
 * How much is done at once, and how often.
 *
 * @param perEdge objects filled at the same time into one edge, 1 to 1,024
 * @param perOrigin objects filled at the same time from one delivery domain, 1 to 4,096
 * @param attempts how often a fill is begun before it is failed, 1 to 20
 */
public record FillLimits(int perEdge, int perOrigin, int attempts) {
    public static final FillLimits DEFAULT = new FillLimits(32, 64, 5);

    public FillLimits {
        within(perEdge, 1_024, "per-edge");
        within(perOrigin, 4_096, "per-origin");
        within(attempts, 20, "attempts");
    }

    private static void within(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " is 1 to " + most);
        }
    }
}
