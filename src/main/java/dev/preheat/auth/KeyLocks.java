package dev.preheat.auth;

import dev.preheat.http.Source;
import dev.preheat.signing.AccessKey;
import dev.preheat.strangers.Crowd;
import dev.preheat.strangers.Familiar;
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
 * <p>As a whole, for the sources that never signed rightly with it, only when there were more than any client sends by
 * mistake ({@link Crowd}); what a locked source sends does not count. Limits: of the 10,000 pairs of key and source that
 * sent a wrong one last; to push out another's lock takes so many sources that the key is locked as a whole. The five in a
 * row and five minutes: the gateway's signing FAQ (api-sign-0001), 2025-11.
 */
final class KeyLocks {
    private static final Logger log = LoggerFactory.getLogger(KeyLocks.class);
    private static final int MOST_WRONG = 5;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration LOCKED = Duration.ofMinutes(5);

    private record Pair(String key, Source source) {}

    /** @param inARow up to five, which is a lock */
    private record Wrong(int inARow, Instant last) {}

    private final LinkedHashMap<Pair, Wrong> wrong = new LinkedHashMap<>(16, 0.75f, true);
    private final InstantSource clock;
    private final Crowd crowd;
    private final Familiar familiar = new Familiar();
    private final LogLimit<Source> refusals;

    KeyLocks(InstantSource clock) {
        this.clock = clock;
        this.crowd = new Crowd(clock);
        this.refusals = new LogLimit<>(clock);
    }

    boolean isLocked(AccessKey key, Source source) {
        boolean locked =
                isLocked(new Pair(key.id(), source)) || (crowd.isOver(key.id()) && !familiar.has(key.id(), source));
        if (locked) {
            tell(source);
        }
        return locked;
    }

    private void tell(Source source) {
        int refused = refusals.count(source);
        if (refused > 0) {
            log.warn(
                    "signatures refused for a locked access key from {}: {} since the last such line", source, refused);
        }
    }

    /** Counts a wrong signature; the fifth locks, and counting begins anew after it. */
    synchronized void wrong(AccessKey key, Source source) {
        crowd.note(key.id());
        wrong.merge(
                new Pair(key.id(), source),
                new Wrong(1, clock.instant()),
                (known, _) -> new Wrong(known.inARow() % MOST_WRONG + 1, clock.instant()));
        if (wrong.size() > MOST_REMEMBERED) {
            wrong.pollFirstEntry();
        }
    }

    /** A right signature: whatever was wrong before from this source is forgotten. */
    synchronized void right(AccessKey key, Source source) {
        wrong.remove(new Pair(key.id(), source));
        familiar.note(key.id(), source);
    }

    private synchronized boolean isLocked(Pair pair) {
        var known = wrong.get(pair);
        return known != null && known.inARow() == MOST_WRONG && new Window(known.last(), LOCKED).has(clock.instant());
    }
}
