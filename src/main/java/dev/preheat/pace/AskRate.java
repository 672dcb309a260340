package dev.preheat.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests a second an edge takes, learned from those it refuses: as many as come until it refuses one, then fewer
 * at each further refusal, and a little more with each that it takes.
 */
final class AskRate {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double FEWER = 0.7;
    private static final double MORE = 0.05; // of a request with each: a twentieth more in a second
    private static final double LEAST = 0.5;
    private static final double UNBOUNDED = 10_000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanos;
    private double perSecond = UNBOUNDED;
    private long next;
    private long lastCut;
    private long second;
    private int taken;
    private int takenBefore;
    private boolean refusing;
    private long refusingSince;

    /** @param nanos a clock that only goes forward */
    AskRate(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = nanos.getAsLong();
        this.second = next;
        this.lastCut = next - 2 * (long) SECOND;
    }

    /** Waits until it is time for one more request. */
    void await() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(untilNext());
    }

    /** How many requests a second it takes, as far as is known; 10,000 and more is no limit. */
    synchronized double perSecond() {
        return perSecond;
    }

    /** It took one. */
    synchronized void taken() {
        long now = nanos.getAsLong();
        if (now - second > SECOND) {
            takenBefore = now - second > 2 * SECOND ? 0 : taken;
            taken = 0;
            second = now;
        }
        taken++;
        refusing = false;
        perSecond = Math.min(UNBOUNDED, perSecond + MORE);
    }

    /**
     * It refused one, and wants to be left alone so long.
     *
     * @return whether it makes sense to ask again: not when it has refused everything for a minute
     */
    synchronized boolean refused(Duration wanted) {
        long now = nanos.getAsLong();
        if (now - lastCut >= Math.max(1, 2 / perSecond) * SECOND) {
            lastCut = now;
            double borne = Math.min(perSecond, Math.max(1, Math.max(taken, takenBefore)));
            perSecond = Math.max(LEAST, borne * FEWER);
            next = later(next, now + wanted.toNanos());
        }
        refusingSince = refusing ? refusingSince : now;
        refusing = true;
        return now - refusingSince < PATIENCE;
    }

    private synchronized long untilNext() {
        long now = nanos.getAsLong();
        if (perSecond >= UNBOUNDED) {
            return 0;
        }
        next = later(next, now);
        long wait = next - now;
        next += (long) (SECOND / perSecond);
        return wait;
    }

    // such a clock may run over
    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
