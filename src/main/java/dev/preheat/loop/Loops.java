package dev.preheat.loop;

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

/**
 * Background tasks, each on a thread of its own, that repeat a step until they are stopped. A step that throws ends no loop:
 * the next comes after a pause.
 */
public final class Loops implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Loops.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    /**
     * Begins one.
     *
     * @param rest the pauses between its steps: the first while there is something to do, else longer and longer ones
     * @param step returns whether there was something to do
     */
    public void begin(String name, Backoff rest, BooleanSupplier step) {
        loops.add(new Loop(name, rest, step));
    }

    /** Begins one with the same pause after each step. */
    public void begin(String name, Duration pause, Runnable step) {
        begin(name, Backoff.always(pause), () -> {
            step.run();
            return true;
        });
    }

    /** Cuts every pause down to the first of its loop: there is something to do. */
    public void wake() {
        loops.forEach(loop -> loop.woken.release());
    }

    /** True once {@link #close} was called: a long step ends early then. */
    public boolean closed() {
        return stopping.getCount() == 0;
    }

    /** Waits for that time, or until {@link #close}; returns {@link #closed}. */
    public boolean closedWithin(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** Returns when every loop has ended its last step. */
    @Override
    public void close() {
        stopping.countDown();
        wake();
        loops.forEach(Loop::join);
    }

    private final class Loop {
        final Semaphore woken = new Semaphore(0);
        final String name;
        final Backoff rest;
        final BooleanSupplier step;
        final Thread thread;

        Loop(String name, Backoff rest, BooleanSupplier step) {
            this.name = name;
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
            var pause = rest.first();
            do {
                pause = after(pause);
            } while (!rested(pause));
        }

        private Duration after(Duration pause) {
            try {
                return step.getAsBoolean() ? rest.first() : rest.longer(pause);
            } catch (StoreException away) {
                log.warn(
                        "{}: the store is away; trying again in {} s: {}",
                        name,
                        afterTrouble().toSeconds(),
                        away.why());
            } catch (RuntimeException bug) {
                log.error("{}: background task failed; continuing", name, bug);
            }
            return afterTrouble();
        }

        private Duration afterTrouble() {
            return rest.longest().compareTo(AFTER_TROUBLE) > 0 ? rest.longest() : AFTER_TROUBLE;
        }

        // Never shorter than the first pause, however often it is woken; some jitter, so that not all ask in step.
        private boolean rested(Duration pause) {
            long shortest = rest.first().toMillis();
            long more = pause.toMillis() - shortest;
            if (closedWithin(
                    Duration.ofMillis(shortest + ThreadLocalRandom.current().nextLong(shortest / 4 + 1)))) {
                return true;
            }
            try {
                var _ = woken.tryAcquire(more, TimeUnit.MILLISECONDS);
                woken.drainPermits();
                return closed();
            } catch (InterruptedException _) {
                return true;
            }
        }
    }
}
