package dev.preheat.app;

import dev.preheat.upkeep.Expiry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what the store need keep no longer, once an hour. */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Expiry expiry;
    private final Duration kept;
    private final Leap leap;
    private final Rounds rounds = new Rounds("retention", PAUSE, this::forgetOld);

    Retention(Expiry expiry, Duration kept, Leap leap) {
        this.expiry = expiry;
        this.kept = kept;
        this.leap = leap;
    }

    void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void forgetOld() {
        var set = leap.recent();
        if (set.isPresent()) {
            log.warn(
                    "the clock was set forward by {} h, so nothing is forgotten for a day; if it is wrong now, put it right",
                    set.get().toHours());
        } else {
            forget();
        }
    }

    private void forget() {
        var forgotten = expiry.forget(kept, () -> !rounds.closed());
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
}
