package dev.preheat.fill;

import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that do a step again and again: soon where there is something to do, else less and less often, until woken. */
final class Loops {
    private static final Logger log = LoggerFactory.getLogger(Loops.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    /** How long a loop rests after a step: while it has something to do, and at most. */
    record Rest(Duration shortest, Duration longest) {
        static Rest always(Duration pause) {
            return new Rest(pause, pause);
        }
    }

    /** Begins one; its step tells whether there is something to do. */
    void begin(String name, Rest rest, BooleanSupplier step) {
        loops.add(new Loop(name, rest, step));
    }

    /** There is something to do: who rests for long does its step now. */
    void wake() {
        loops.forEach(loop -> loop.woken.release());
    }

    /** Waits; true when all is to stop. */
    boolean stopped(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** Returns when every loop has ended its last step. */
    void stop() {
        stopping.countDown();
        wake();
        loops.forEach(Loop::join);
    }

    private final class Loop {
        final Semaphore woken = new Semaphore(0);
        final Rest rest;
        final BooleanSupplier step;
        final Thread thread;

        Loop(String name, Rest rest, BooleanSupplier step) {
            this.rest = rest;
            this.step = step;
            this.thread = Thread.ofVirtual().name(name).start(this::run);
        }

        void join() {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            var pause = rest.shortest();
            do {
                pause = after(pause);
            } while (!rested(pause));
        }

        private Duration after(Duration pause) {
            try {
                return step.getAsBoolean() ? rest.shortest() : longer(pause);
            } catch (StoreException away) {
                log.warn("the store is away; trying again in {} s: {}", AFTER_TROUBLE.toSeconds(), rootOf(away));
            } catch (RuntimeException bug) {
                log.error("a loop stumbled and goes on", bug);
            }
            return AFTER_TROUBLE;
        }

        private Duration longer(Duration pause) {
            var twice = pause.multipliedBy(2);
            return twice.compareTo(rest.longest()) < 0 ? twice : rest.longest();
        }

        // Never shorter than the shortest, however often it is woken; some jitter, so that not all ask in step.
        private boolean rested(Duration pause) {
            long shortest = rest.shortest().toMillis();
            long more = pause.toMillis() - shortest;
            if (stopped(Duration.ofMillis(shortest + ThreadLocalRandom.current().nextLong(shortest / 4 + 1)))) {
                return true;
            }
            try {
                var _ = woken.tryAcquire(more, TimeUnit.MILLISECONDS);
                woken.drainPermits();
                return stopping.getCount() == 0;
            } catch (InterruptedException _) {
                return true;
            }
        }
    }

    static String rootOf(Throwable failure) {
        var root = failure;
        for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}
