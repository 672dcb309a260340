package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.time.LogLimit;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the sources whose connections or requests are cut off, each at most once a minute. */
final class Cuts {
    private static final Logger log = LoggerFactory.getLogger(Cuts.class);

    // This clock cannot be set.
    private final LogLimit<Source> limit = new LogLimit<>(() -> Instant.EPOCH.plusNanos(System.nanoTime()));

    /** The reason for a cut, as the log gives it. */
    enum Reason {
        SLOW_REQUEST("its request did not arrive whole in time"),
        SLOW_READER("it did not take an answer in time"),
        GARBAGE("it sent something that is not a valid request"),
        HANDSHAKE("its TLS handshake failed"),
        FRAMES("it sent too many HTTP/2 frames that ask for nothing"),
        BYTES("it sent far more bytes than its requests may have"),
        PROTOCOL("its HTTP/2 session ended with an error"),
        MEMORY("too many requests were arriving at once, most of them its own"),
        PLACE("all connections were taken, and it held the most or had waited longest without a good request");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    void note(Source source, Reason reason) {
        int times = limit.count(source);
        if (times == 1) {
            log.warn("cut off {}: {}", source, reason.words);
        } else if (times > 1) {
            log.warn("cut off {} {} times since the last such line, now because {}", source, times, reason.words);
        }
    }

    /** Logs the counts of the last minute that nothing has followed. */
    void sweep() {
        limit.takeOverdue()
                .forEach((source, times) -> log.warn("cut off {} {} times since the last such line", source, times));
    }
}
