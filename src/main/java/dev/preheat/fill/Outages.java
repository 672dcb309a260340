package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.loop.Backoff;
import dev.preheat.preheat.EdgeName;
import dev.preheat.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which edges cannot be reached. No fill is begun in one until it answers again, so that an edge that is restarted uses up
 * the attempts of no fill but those that were under way; after an hour they are begun all the same, and fail.
 */
final class Outages {
    private static final Logger log = LoggerFactory.getLogger(Outages.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Backoff LOOKS = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final Look look;
    private final InstantSource clock;
    private final Map<EdgeName, Outage> outages = new ConcurrentHashMap<>();

    private record Outage(Instant since, Window rest, Duration pause) {}

    /** Tells whether an edge answers now. */
    @FunctionalInterface
    interface Look {
        boolean at(Edge edge) throws InterruptedException;
    }

    Outages(Look look, InstantSource clock) {
        this.look = look;
        this.clock = clock;
    }

    /** A fill could not reach the edge. */
    void noticed(Edge edge) {
        var now = clock.instant();
        if (outages.putIfAbsent(edge.name(), new Outage(now, Window.NEVER, LOOKS.first())) == null) {
            log.warn("edge {} cannot be reached: its fills wait until it answers at {}", edge.name(), edge.address());
        }
    }

    /** Since when it cannot be reached; empty while it can. */
    Optional<Instant> since(Edge edge) {
        return Optional.ofNullable(outages.get(edge.name())).map(Outage::since);
    }

    /** Whether fills may be begun in the edge; looks again when it is time. */
    boolean over(Edge edge) {
        var outage = outages.get(edge.name());
        if (outage == null) {
            return true;
        }
        var now = clock.instant();
        if (outage.rest().has(now)) {
            return now.isAfter(outage.since().plus(LONGEST));
        }
        if (answers(edge)) {
            outages.remove(edge.name());
            log.info(
                    "edge {} answers again after {} s",
                    edge.name(),
                    Duration.between(outage.since(), now).toSeconds());
            return true;
        }
        var pause = outage.pause();
        var since = now.isBefore(outage.since()) ? now : outage.since(); // a clock may be set back
        outages.put(edge.name(), new Outage(since, new Window(now, pause), LOOKS.longer(pause)));
        return now.isAfter(since.plus(LONGEST));
    }

    private boolean answers(Edge edge) {
        try {
            return look.at(edge);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
