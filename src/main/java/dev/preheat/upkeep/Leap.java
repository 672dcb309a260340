package dev.preheat.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the clock was set forward, by comparing it with a count that goes on evenly. For a day, or until the clock is set
 * back again, nothing should be deleted for its age: the age may be wrong.
 */
final class Leap {
    private static final Duration LARGEST = Duration.ofHours(1);
    private static final Duration DOUBTED = Duration.ofDays(1);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant at;
    private long count;
    private Duration by = Duration.ZERO;
    private long since;

    Leap(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.at = clock.instant();
        this.count = nanos.getAsLong();
    }

    /** The time by which the clock was set forward within the last day; empty if it was not. */
    synchronized Optional<Duration> recent() {
        var now = clock.instant();
        long counted = nanos.getAsLong();
        var set = Duration.between(at, now).minusNanos(counted - count);
        at = now;
        count = counted;
        if (set.abs().compareTo(LARGEST) > 0) {
            by = by.plus(set).isNegative() ? Duration.ZERO : by.plus(set);
            since = counted;
        }
        if (counted - since >= DOUBTED.toNanos()) {
            by = Duration.ZERO;
        }
        return Optional.of(by).filter(leap -> leap.compareTo(LARGEST) > 0);
    }
}
