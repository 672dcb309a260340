package dev.preheat.guessing;

import dev.preheat.http.Source;
import dev.preheat.time.LogLimit;
import dev.preheat.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks an access key for five minutes after five wrong signatures in a row, for the source that sent them and no other.
 *
 * <p>A besieged key ({@link BesiegedNames}) is locked for all sources that never signed rightly with it; what a locked source
 * sends does not count. The five in a row and the five minutes are from the gateway's signing FAQ (api-sign-0001), 2025-11.
 *
 * <p>Limits: the 10,000 pairs of key and source that sent a wrong signature last. Pushing out another's lock takes so many
 * sources that the key is besieged.
 */
public final class KeyLocks {
    private static final Logger log = LoggerFactory.getLogger(KeyLocks.class);
    private static final int MOST_WRONG = 5;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration LOCKED = Duration.ofMinutes(5);

    private record Pair(String key, Source source) {}

    /** @param inARow up to five, which locks */
    private record Wrong(int inARow, Instant last) {}

    private final LinkedHashMap<Pair, Wrong> wrong = new LinkedHashMap<>(16, 0.75f, true);
    private final InstantSource clock;
    private final BesiegedNames keys;
    private final LogLimit<Source> refusals;

    public KeyLocks(InstantSource clock) {
        this.clock = clock;
        this.keys = new BesiegedNames(clock);
        this.refusals = new LogLimit<>(clock);
    }

    public boolean isLocked(String key, Source source) {
        return isLocked(new Pair(key, source)) || keys.isClosed(key, source);
    }

    /** Notes for the log that a signature was refused unchecked. */
    public void noteRefused(Source source) {
        int refused = refusals.count(source);
        if (refused > 0) {
            log.warn(
                    "signatures refused for a locked access key from {}: {} since the last such line", source, refused);
        }
    }

    /** Counts a wrong signature; the fifth locks, and the count starts again after it. */
    public synchronized void noteWrong(String key, Source source) {
        keys.noteWrong(key);
        wrong.merge(
                new Pair(key, source),
                new Wrong(1, clock.instant()),
                (known, _) -> new Wrong(known.inARow() % MOST_WRONG + 1, clock.instant()));
        if (wrong.size() > MOST_REMEMBERED) {
            wrong.pollFirstEntry();
        }
    }

    /** Forgets this source's wrong signatures after a right one. */
    public synchronized void noteRight(String key, Source source) {
        wrong.remove(new Pair(key, source));
        keys.noteRight(key, source);
    }

    private synchronized boolean isLocked(Pair pair) {
        var known = wrong.get(pair);
        return known != null && known.inARow() == MOST_WRONG && new Window(known.last(), LOCKED).has(clock.instant());
    }
}
