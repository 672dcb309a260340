package dev.preheat.pace;

import java.util.concurrent.TimeUnit;

/** How long answers take to begin, of late and at the best. */
final class Latency {
    private static final double SMOOTH = 0.1;
    private static final double LONGER = 4;
    private static final double LONG = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long OLD = TimeUnit.SECONDS.toNanos(10);

    private double smoothed;
    private double floor = Double.MAX_VALUE;
    private long last;

    /** One began {@code took} nanoseconds after it was asked for, as one of {@code most} at once. */
    void add(long took, long now, int most) {
        last = now;
        smoothed = smoothed == 0 ? took : smoothed + SMOOTH * (took - smoothed);
        floor = Math.min(floor * (1 + SMOOTH / most), (double) took);
    }

    /** Whether they take much longer than they did. */
    boolean isLonger() {
        return smoothed > floor * LONGER && smoothed > floor + LONG;
    }

    /** Whether nothing was heard for a while. */
    boolean isOld(long now) {
        return now - last > OLD;
    }
}
