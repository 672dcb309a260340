package dev.preheat.guessing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds answers back until their time has come.
 *
 * <p>Limits: 512 at a time; for one more, the answer that has been held the longest is let go.
 */
public final class HeldAnswers {
    private static final int MOST = 512;

    private final Deque<CountDownLatch> held = new ArrayDeque<>();

    /** Returns when {@code length} has passed since {@code begin}, a {@link System#nanoTime}. */
    public void hold(long begin, Duration length) throws InterruptedException {
        var mine = new CountDownLatch(1);
        add(mine);
        try {
            mine.await(begin + length.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            remove(mine);
        }
    }

    private synchronized void add(CountDownLatch one) {
        held.add(one);
        if (held.size() > MOST) {
            held.remove().countDown();
        }
    }

    private synchronized void remove(CountDownLatch one) {
        held.remove(one);
    }
}
