package dev.preheat.strangers;

import dev.preheat.http.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of sources that are refused: one line a source and minute, with how many there were.
 *
 * <p>Limits: 60 lines a minute over all sources; the 1,000 sources refused last are told apart.
 */
public final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_LINES = 60;
    private static final int MOST_SOURCES = 1_000;

    private record Told(int untold, Instant at) {}

    private final String what;
    private final InstantSource clock;
    private final LinkedHashMap<Source, Told> bySource = new LinkedHashMap<>(16, 0.75f, true);
    private Instant minute = Instant.EPOCH;
    private int lines;

    /** @param what is refused, as the line begins */
    public Refusals(String what, InstantSource clock) {
        this.what = what;
        this.clock = clock;
    }

    public synchronized void note(Source source) {
        var now = clock.instant();
        var told = bySource.getOrDefault(source, new Told(0, Instant.EPOCH));
        int untold = told.untold() + 1;
        boolean tells = !isMinute(told.at(), now) && mayTell(now);
        bySource.put(source, tells ? new Told(0, now) : new Told(untold, told.at()));
        if (bySource.size() > MOST_SOURCES) {
            bySource.pollFirstEntry();
        }
        if (tells) {
            log.warn("{} from {}: {} since the last line about it", what, source, untold);
        }
    }

    private boolean mayTell(Instant now) {
        if (!isMinute(minute, now)) {
            minute = now;
            lines = 0;
        }
        return lines++ < MOST_LINES;
    }

    private static boolean isMinute(Instant begin, Instant now) {
        return new Window(begin, MINUTE).has(now);
    }
}
