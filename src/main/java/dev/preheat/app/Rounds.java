package dev.preheat.app;

import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again on a thread of its own, with a pause between, until it is closed. */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final Runnable round;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Rounds(String name, Duration pause, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    void start() {
        Thread.ofVirtual().name(name).start(this::run);
    }

    @Override
    public void close() {
        stopping.countDown();
    }

    /** Whether a round under way is to come to its end. */
    boolean closed() {
        return stopping.getCount() == 0;
    }

    private void run() {
        do {
            try {
                round.run();
            } catch (StoreException away) {
                log.warn("{}: the store is away, again in {} s: {}", name, pause.toSeconds(), away.getMessage());
            } catch (RuntimeException bug) {
                log.error("{}: a round broke, the next comes in {} s", name, pause.toSeconds(), bug);
            }
        } while (!stopped());
    }

    private boolean stopped() {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
