package dev.preheat.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Locks an access key for five minutes after five wrong signatures in a row.
 *
 * <p>Limits: it remembers keys that exist, and of these the ones whose last signature was wrong. Source: the gateway's
 * signing FAQ (api-sign-0001), 2025-11.
 */
final class KeyLocks {
    private static final int MOST_WRONG = 5;
    private static final Duration LOCKED = Duration.ofMinutes(5);

    /** @param until when the lock ends; in the past where there is none */
    private record Wrong(int inARow, Instant until) {}

    private final ConcurrentMap<String, Wrong> wrong = new ConcurrentHashMap<>();
    private final InstantSource clock;

    KeyLocks(InstantSource clock) {
        this.clock = clock;
    }

    boolean isLocked(AccessKey key) {
        var known = wrong.get(key.id());
        return known != null && known.until().isAfter(clock.instant());
    }

    /** Counts a wrong signature; the fifth locks, and counting begins anew after it. */
    void wrong(AccessKey key) {
        wrong.merge(key.id(), new Wrong(1, Instant.EPOCH), (known, _) -> counted(known.inARow() + 1));
    }

    /** A right signature: whatever was wrong before is forgotten. */
    void right(AccessKey key) {
        wrong.remove(key.id());
    }

    private Wrong counted(int inARow) {
        return inARow < MOST_WRONG
                ? new Wrong(inARow, Instant.EPOCH)
                : new Wrong(0, clock.instant().plus(LOCKED));
    }
}
