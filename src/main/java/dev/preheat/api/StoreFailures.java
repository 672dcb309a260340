package dev.preheat.api;

import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of calls that failed because of the store: one in full, and after a minute the next, with the number of those
 * between.
 *
 * <p>A store that is away or full fails every call, and the log may be on the same disk.
 */
final class StoreFailures {
    private static final Logger log = LoggerFactory.getLogger(StoreFailures.class);
    private static final Duration SILENT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant told = Instant.EPOCH;
    private int untold;

    StoreFailures(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void failed(StoreException broken) {
        var now = clock.instant();
        if (now.isBefore(told.plus(SILENT)) && !now.isBefore(told)) { // a clock may be set back
            untold++;
            return;
        }
        var more = untold == 0 ? "" : " for " + (untold + 1) + " calls since the last line about it";
        log.error("the store failed{}: {}", more, broken.toString(), broken.getCause());
        told = now;
        untold = 0;
    }
}
