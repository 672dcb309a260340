package dev.preheat.app;

import dev.preheat.preheat.Expiry;
import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what the store need keep no longer, once an hour. */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Expiry expiry;
    private final Duration kept;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Retention(Expiry expiry, Duration kept) {
        this.expiry = expiry;
        this.kept = kept;
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
        var forgotten = expiry.forget(kept, () -> stopping.getCount() > 0);
        if (forgotten.tasks() > 0) {
            log.info("forgot {} tasks older than {} days", forgotten.tasks(), kept.toDays());
        }
        if (forgotten.unfinished() > 0) {
            log.warn(
                    "{} of them had not ended after {} days: is an edge away, or taken out of the configuration?",
                    forgotten.unfinished(),
                    kept.multipliedBy(2).toDays());
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
