package dev.preheat.guessing;

import dev.preheat.http.Source;
import dev.preheat.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * Counts the wrong passwords in a row for a name from one source.
 *
 * <p>From the fifth on, the name must wait at that source and at no other: 1 s, then twice as long each time, up to a minute.
 * Names that nobody has are counted alike. A source that gave 100 wrong passwords has one try at a name instead of four, so
 * it gains nothing by making its older tries forgotten. {@link BesiegedNames} counts what many sources do together.
 *
 * <p>Limits: the 10,000 pairs and the 10,000 sources that were wrong last.
 */
public final class WrongPasswords {
    private static final int FREE = 5;
    private static final int MANY = 100;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_REMEMBERED = 10_000;

    /** A name as it is tried from one source. */
    public record Pair(Source source, String name) {}

    private record Tries(int count, Instant last) {
        static final Tries NONE = new Tries(0, Instant.EPOCH);
    }

    private final InstantSource clock;
    private final LinkedHashMap<Pair, Tries> byPair = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<Source, Tries> bySource = new LinkedHashMap<>(16, 0.75f, true);

    public WrongPasswords(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized boolean mustWait(Pair pair) {
        var tries = byPair.getOrDefault(pair, Tries.NONE);
        return new Window(tries.last(), wait(tries.count())).has(clock.instant());
    }

    public synchronized void note(Pair pair) {
        var now = clock.instant();
        int count = byPair.containsKey(pair) ? byPair.get(pair).count() + 1 : first(pair.source());
        byPair.put(pair, new Tries(count, now));
        bySource.put(pair.source(), new Tries(of(pair.source()) + 1, now));
        if (byPair.size() > MOST_REMEMBERED) {
            byPair.pollFirstEntry();
        }
        if (bySource.size() > MOST_REMEMBERED) {
            bySource.pollFirstEntry();
        }
    }

    public synchronized void forget(Pair pair) {
        byPair.remove(pair);
    }

    /** The wrong passwords that a source gave for any name, since it last gave none for a quarter of an hour. */
    public synchronized int of(Source source) {
        var tries = bySource.getOrDefault(source, Tries.NONE);
        var passed = Duration.between(tries.last(), clock.instant());
        return passed.abs().compareTo(QUIET) < 0 ? tries.count() : 0;
    }

    private int first(Source source) {
        return of(source) < MANY ? 1 : FREE;
    }

    private static Duration wait(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        var doubled = FIRST.multipliedBy(1L << Math.min(count - FREE, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
