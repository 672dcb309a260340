package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.time.LogLimit;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log which sources are cut off and why, each at most once a minute. */
final class Cuts {
    private static final Logger log = LoggerFactory.getLogger(Cuts.class);

    // A clock that nobody sets.
    private final LogLimit<Source> limit = new LogLimit<>(() -> Instant.EPOCH.plusNanos(System.nanoTime()));

    void note(Source source, Cut why) {
        int times = limit.count(source);
        if (times == 1) {
            log.warn("cut off {}: {}", source, why.words());
        } else if (times > 1) {
            log.warn("cut off {} {} times since the last such line, now because {}", source, times, why.words());
        }
    }

    /** Tells what nothing more has happened after. */
    void sweep() {
        limit.takeOverdue()
                .forEach((source, times) -> log.warn("cut off {} {} times since the last such line", source, times));
    }
}
