package dev.preheat.strangers;

import dev.preheat.time.Window;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Which names were tried wrongly more often, by all sources together, than any client does by mistake: 500 times within
 * five minutes, which is five times from each of a hundred sources.
 *
 * <p>Limits: 65,536 counters, which names share. So there is no name so rare that others could push its count out.
 */
public final class Crowd {
    static final int MOST = 500;
    public static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int COUNTERS = 1 << 16;

    private final InstantSource clock;
    private final int[] counts = new int[COUNTERS];
    private Window window = Window.NEVER;

    public Crowd(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized boolean isOver(String name) {
        turn();
        return counts[slot(name)] >= MOST;
    }

    public synchronized void note(String name) {
        turn();
        counts[slot(name)]++;
    }

    private void turn() {
        var now = clock.instant();
        if (!window.has(now)) {
            Arrays.fill(counts, 0);
            window = new Window(now, WINDOW);
        }
    }

    private static int slot(String name) {
        int hash = name.hashCode() * 0x9E3779B9; // the upper bits of a product depend on all bits
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS));
    }
}
