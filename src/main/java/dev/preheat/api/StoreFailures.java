package dev.preheat.api;

import dev.preheat.sql.StoreException;
import dev.preheat.time.LogLimit;
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
    private static final String SUBJECT = "store";

    private final LogLimit<String> limit;

    StoreFailures(InstantSource clock) {
        limit = new LogLimit<>(clock);
    }

    void failed(StoreException broken) {
        int calls = limit.count(SUBJECT);
        if (calls > 0) {
            var more = calls == 1 ? "" : " for " + calls + " calls since the last line about it";
            log.error("the store failed{}: {}", more, broken.toString(), broken.getCause());
        }
    }
}
