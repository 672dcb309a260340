package dev.preheat.api;

import dev.preheat.sql.StoreException;
import dev.preheat.time.LogLimit;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of calls that the store failed: one of them whole, and for a minute no other, but how many there were.
 *
 * <p>A store that is away or full fails every call, and the log may lie on the same disk.
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
