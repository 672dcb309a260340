package dev.preheat.upkeep;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is old from the store, unless the clock may be wrong, and logs either. */
final class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final Expiry expiry;
    private final Duration kept;
    private final Leap leap;

    Retention(Expiry expiry, Duration kept, Leap leap) {
        this.expiry = expiry;
        this.kept = kept;
        this.leap = leap;
    }

    /** @param goesOn asked between two transactions */
    void forgetOld(BooleanSupplier goesOn) {
        leap.recent().ifPresentOrElse(Retention::sayWhyNot, () -> say(expiry.forget(kept, goesOn)));
    }

    private static void sayWhyNot(Duration leap) {
        log.warn(
                "the clock was set forward by {} h, so nothing is deleted for a day; if it is wrong, set it right",
                leap.toHours());
    }

    private void say(Expiry.Forgotten forgotten) {
        if (forgotten.tasks() > 0) {
            log.info("deleted {} tasks older than {} days", forgotten.tasks(), kept.toDays());
        }
        if (forgotten.unfinished() > 0) {
            log.warn(
                    "{} of them had not ended after {} days: is an edge down, or no longer in the configuration?",
                    forgotten.unfinished(),
                    kept.multipliedBy(2).toDays());
        }
    }
}
