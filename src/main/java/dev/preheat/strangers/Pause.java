package dev.preheat.strangers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds answers back until their time.
 *
 * <p>Limits: 512 at a time; the one that has been held the longest is let go for another.
 */
public final class Pause {
    private static final int MOST = 512;

    private final Deque<CountDownLatch> held = new ArrayDeque<>();

    /** Returns when {@code length} has passed since {@code begin}, a {@link System#nanoTime}. */
    public void since(long begin, Duration length) throws InterruptedException {
        var mine = new CountDownLatch(1);
        hold(mine);
        try {
            mine.await(begin + length.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            letGo(mine);
        }
    }

    private synchronized void hold(CountDownLatch one) {
        held.add(one);
        if (held.size() > MOST) {
            held.remove().countDown();
        }
    }

    private synchronized void letGo(CountDownLatch one) {
        held.remove(one);
    }
}
