package dev.preheat.fill;

import dev.preheat.tenancy.AccountName;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast one edge or one origin is asked, over all fills: places, requests a second and megabits a second.
 *
 * <p>It slows down by itself: 429, 503, a lost write or answers that take much longer than they did halve the places, and
 * the first two let everybody rest, from a quarter of a second to half a minute; every answer that is well lets it recover.
 * Accounts that wait take turns, so that one with a thousand fills holds up none.
 */
final class Pace {
    private static final long CUTS_APART = TimeUnit.SECONDS.toNanos(1);
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final double SMOOTH = 0.1;
    private static final double SLOWER = 4;
    private static final double SLOW = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long BITS_PER_BYTE = 8;

    private int most;
    private final LongSupplier nanos;
    private final Optional<Bucket> requests;
    private final Optional<Bucket> bytes;
    private final Map<AccountName, Deque<CountDownLatch>> waiting = new LinkedHashMap<>();

    private double allowed;
    private int busy;
    private int pressed;
    private long restUntil;
    private long lastCut;
    private double smoothed;
    private double floor = Double.MAX_VALUE;
    private long asked;
    private long backOffs;

    /**
     * As many at once as {@code most}, and as the rates allow.
     *
     * @param nanos a clock that only goes forward
     */
    Pace(int most, FillLimits.Rates rates, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        this.allowed = most;
        this.restUntil = nanos.getAsLong();
        this.lastCut = restUntil - CUTS_APART;
        this.requests = bucket(rates.requestsPerSecond());
        this.bytes = bucket(rates.mbitPerSecond() * 1_000_000L / BITS_PER_BYTE);
    }

    /** From now on this is the most, at once and in a second; where there was no rate there is none. */
    synchronized void limit(int places, FillLimits.Rates rates) {
        allowed = allowed >= most ? places : Math.min(allowed, places);
        most = places;
        requests.ifPresent(bucket -> refill(bucket, rates.requestsPerSecond()));
        bytes.ifPresent(bucket -> refill(bucket, rates.mbitPerSecond() * 1_000_000L / BITS_PER_BYTE));
        grant();
    }

    /** Waits for a place, for the account's turn, and for the end of a rest. */
    void enter(AccountName account) throws InterruptedException {
        var turn = queued(account);
        try {
            turn.await();
            rest();
            if (requests.isPresent()) {
                requests.get().asBlocking().consume(1);
            }
            if (bytes.isPresent()) {
                bytes.get().asBlocking().consume(1); // until what was fetched before is paid
            }
        } catch (InterruptedException stopped) {
            giveUp(account, turn);
            throw stopped;
        }
    }

    synchronized void leave() {
        busy--;
        grant();
    }

    /** An answer came and was well, {@code took} nanoseconds after it was asked for. */
    synchronized void well(long took) {
        pressed = 0;
        allowed = Math.min(most, allowed + 1 / allowed);
        smoothed = smoothed == 0 ? took : smoothed + SMOOTH * (took - smoothed);
        floor = Math.min(floor * (1 + SMOOTH / most), (double) took);
        if (smoothed > floor * SLOWER && smoothed > floor + SLOW) {
            cut();
        }
        grant();
    }

    /** It was asked for too much: 429 or 503, and how long it wants to be left alone, where it says so. */
    synchronized void pressed(Duration wanted) {
        cut();
        pressed = Math.min(pressed + 1, 16);
        var own = FIRST_REST.multipliedBy(1L << (pressed - 1));
        var pause = wanted.compareTo(own) > 0 ? wanted : own;
        long until = nanos.getAsLong() + (pause.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : pause).toNanos();
        restUntil = until - restUntil > 0 ? until : restUntil;
    }

    /** What was filled was not stored. */
    synchronized void lost() {
        cut();
    }

    /** So many bytes came from it, or into it. */
    void moved(long count) {
        bytes.filter(_ -> count > 0).ifPresent(bucket -> bucket.consumeIgnoringRateLimits(count));
    }

    /** What there is to see of it from outside. */
    synchronized PaceStanding standing() {
        return new PaceStanding(asked, backOffs, busy, (int) allowed);
    }

    /** How many may be at it at once now. */
    synchronized int allowed() {
        return (int) allowed;
    }

    /** How many are at it now. */
    synchronized int busy() {
        return busy;
    }

    private synchronized CountDownLatch queued(AccountName account) {
        var turn = new CountDownLatch(1);
        waiting.computeIfAbsent(account, _ -> new ArrayDeque<>()).add(turn);
        grant();
        return turn;
    }

    // The account served goes to the end of the line.
    private void grant() {
        while (busy < (int) allowed && !waiting.isEmpty()) {
            var next = waiting.entrySet().iterator().next();
            var account = next.getKey();
            var turns = next.getValue();
            waiting.remove(account);
            turns.remove().countDown();
            busy++;
            asked++;
            if (!turns.isEmpty()) {
                waiting.put(account, turns);
            }
        }
    }

    private synchronized void giveUp(AccountName account, CountDownLatch turn) {
        var turns = waiting.get(account);
        if (turns == null || !turns.remove(turn)) {
            leave();
        } else if (turns.isEmpty()) {
            waiting.remove(account);
        }
    }

    // Not more than once a second: one trouble shows in many answers.
    private void cut() {
        long now = nanos.getAsLong();
        if (now - lastCut >= CUTS_APART) {
            lastCut = now;
            backOffs++;
            allowed = Math.max(1, allowed / 2);
        }
    }

    private void rest() throws InterruptedException {
        for (long left = left(); left > 0; left = left()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private synchronized long left() {
        return restUntil - nanos.getAsLong();
    }

    private static void refill(Bucket bucket, long perSecond) {
        bucket.replaceConfiguration(
                BucketConfiguration.builder()
                        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build(),
                TokensInheritanceStrategy.PROPORTIONALLY);
    }

    private static Optional<Bucket> bucket(long perSecond) {
        return perSecond == 0
                ? Optional.empty()
                : Optional.of(Bucket.builder()
                        .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }
}
