package dev.preheat.app;

import dev.preheat.preheat.TaskStore;
import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets task results when their time is over: once an hour, some hundreds at a time, so that nobody waits for it. */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final TaskStore tasks;
    private final Duration kept;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Retention(TaskStore tasks, Duration kept, InstantSource clock) {
        this.tasks = tasks;
        this.kept = kept;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("retention").start(this::run);
    }

    @Override
    public void close() {
        stopping.countDown();
    }

    private void run() {
        do {
            try {
                forgetOld();
            } catch (StoreException away) {
                log.warn("the store is away; old tasks are forgotten later: {}", away.getMessage());
            }
        } while (!stopped());
    }

    private void forgetOld() {
        int forgotten = 0;
        int some;
        do {
            some = tasks.purge(clock.instant().minus(kept));
            forgotten += some;
        } while (some > 0 && stopping.getCount() > 0);
        if (forgotten > 0) {
            log.info("forgot {} tasks older than {} days", forgotten, kept.toDays());
        }
    }

    private boolean stopped() {
        try {
            return stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
