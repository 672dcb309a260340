package dev.preheat.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * How often a name was last tried with a wrong password, one time after the other.
 *
 * <p>From the fifth on, the name must wait: 1 s, then twice as long each time, up to a minute. Names nobody has are
 * counted alike. Limits: the 10,000 names tried last.
 */
final class WrongPasswords {
    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_NAMES = 10_000;

    private record Tries(int count, Instant waitsUntil) {}

    private final InstantSource clock;
    private final LinkedHashMap<String, Tries> byName = new LinkedHashMap<>(16, 0.75f, true);

    WrongPasswords(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean mustWait(String name) {
        var tries = byName.get(name);
        return tries != null && clock.instant().isBefore(tries.waitsUntil());
    }

    synchronized void note(String name) {
        var before = byName.get(name);
        int count = before == null ? 1 : before.count() + 1;
        byName.put(name, new Tries(count, clock.instant().plus(wait(count))));
        if (byName.size() > MOST_NAMES) {
            byName.pollFirstEntry();
        }
    }

    synchronized void forget(String name) {
        byName.remove(name);
    }

    private static Duration wait(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        var doubled = FIRST.multipliedBy(1L << Math.min(count - FREE, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
