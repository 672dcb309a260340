package dev.preheat.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what another thread or process does: looked at in small steps, never for longer than a deadline. */
public final class Awaits {
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration LOOK = Duration.ofMillis(250);

    private Awaits() {}

    /** Returns once {@code condition} holds; fails, naming {@code what}, when it does not within {@code patience}. */
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        awaitSome(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns when {@code condition} has held for {@code time}; fails, naming {@code what}, as soon as it does not. */
    public static void holds(String what, Duration time, BooleanSupplier condition) {
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() - end < 0; ) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("it did not hold for " + time.toMillis() + " ms: " + what);
            }
            step(what, LOOK);
        }
    }

    /** Returns the first value found; fails, naming {@code what}, when there is none within {@code patience}. */
    public static <T> T awaitSome(String what, Duration patience, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + patience.toMillis() + " ms: " + what);
            }
            step(what, STEP);
        }
    }

    private static void step(String what, Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while waiting: " + what);
        }
    }
}
