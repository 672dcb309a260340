package dev.preheat.pace;

import dev.preheat.loop.Backoff;
import dev.preheat.pace.Turns.Turn;
import dev.preheat.pace.Turns.Who;
import dev.preheat.preheat.EdgeName;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How fast one edge or one origin is asked, over all fills: places, requests a second and megabits a second.
 *
 * <p>It slows down by itself: 429, 503, a lost write or answers that take much longer than they did halve the places, and
 * the first two let everybody rest, from a quarter of a second to half a minute; every answer that is well lets it recover.
 * Who waits takes turns ({@link Turns}), so that neither an account with a thousand fills nor an edge that is slow holds up
 * any other.
 */
public final class Pace {
    private static final long CUTS_APART = TimeUnit.SECONDS.toNanos(1);
    private static final Backoff RESTS = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private static final long BITS_PER_BYTE = 8;

    private int most;
    private final LongSupplier nanos;
    private final Optional<Bucket> requests;
    private final Optional<Bucket> bytes;
    private final Turns turns;
    private final IntSupplier edges;
    private final AskRate rate;
    private final Map<EdgeName, Latency> latencies = new HashMap<>();

    private double allowed;
    private int pressed;
    private long restUntil;
    private long lastCut;
    private long asked;
    private long backOffs;

    /**
     * As many at once as the limit has places, and as its rates allow.
     *
     * @param nanos a clock that only goes forward
     */
    public Pace(Limit limit, LongSupplier nanos) {
        this(limit, nanos, () -> 1);
    }

    /** The same, for as many edges as there are. */
    public Pace(Limit limit, LongSupplier nanos, IntSupplier edges) {
        this.most = limit.places();
        this.nanos = nanos;
        this.edges = edges;
        this.turns = new Turns(nanos);
        this.rate = new AskRate(nanos);
        this.allowed = most;
        this.restUntil = nanos.getAsLong();
        this.lastCut = restUntil - CUTS_APART;
        this.requests = bucket(limit.rates().requestsPerSecond());
        this.bytes = bucket(limit.rates().mbitPerSecond() * 1_000_000L / BITS_PER_BYTE);
    }

    /** From now on this is the most, at once and in a second; where there was no rate there is none. */
    synchronized void limit(Limit limit) {
        int places = limit.places();
        var rates = limit.rates();
        allowed = allowed >= most ? places : Math.min(allowed, places);
        most = places;
        requests.ifPresent(bucket -> refill(bucket, rates.requestsPerSecond()));
        bytes.ifPresent(bucket -> refill(bucket, rates.mbitPerSecond() * 1_000_000L / BITS_PER_BYTE));
        grant();
    }

    /** Waits for a place, for one's turn, and for the end of a rest; what is returned is given back at the end. */
    public Turn enter(Who who) throws InterruptedException {
        var turn = queued(who);
        try {
            turn.await();
            rest();
            if (requests.isPresent()) {
                requests.get().asBlocking().consume(1);
            }
            if (bytes.isPresent()) {
                bytes.get().asBlocking().consume(1); // until what was fetched before is paid
            }
            return turn;
        } catch (InterruptedException stopped) {
            leave(turn);
            throw stopped;
        }
    }

    public synchronized void leave(Turn turn) {
        turns.leave(turn);
        grant();
    }

    /** Waits until it takes one more request, as far as its refusals showed. */
    void awaitRate() throws InterruptedException {
        rate.await();
    }

    /** An answer came and was well. */
    synchronized void well() {
        pressed = 0;
        allowed = Math.min(most, allowed + 1 / allowed);
        grant();
    }

    /** It refused nothing, whatever it answered. */
    void taken() {
        rate.taken();
    }

    /**
     * It came {@code took} nanoseconds after it was asked for through this edge. Answers that take longer than they did
     * through all of them halve the places.
     *
     * @return whether they take longer through this edge and not through another: then it is the edge that is slower
     */
    synchronized boolean took(EdgeName edge, long took) {
        long now = nanos.getAsLong();
        var its = latencies.computeIfAbsent(edge, _ -> new Latency());
        its.add(took, now, most);
        if (!its.isLonger()) {
            return false;
        }
        boolean isEveryones = latencies.values().stream().allMatch(other -> other.isLonger() || other.isOld(now));
        if (isEveryones) {
            cut();
        }
        return !isEveryones;
    }

    /** It refused a request by itself; see {@link AskRate#refused}. */
    synchronized boolean refused(Duration wanted) {
        cut();
        return rate.refused(RESTS.atMost(wanted));
    }

    /** How many requests a second it takes, as far as is known. */
    double perSecond() {
        return rate.perSecond();
    }

    /** It was asked for too much: 429 or 503, and how long it wants to be left alone, where it says so. */
    synchronized void pressed(Duration wanted) {
        cut();
        var own = RESTS.after(++pressed);
        var pause = RESTS.atMost(wanted.compareTo(own) > 0 ? wanted : own);
        long until = nanos.getAsLong() + pause.toNanos();
        restUntil = until - restUntil > 0 ? until : restUntil;
    }

    /** What was filled was not stored, or took longer than elsewhere. */
    synchronized void lost() {
        cut();
    }

    /** So many bytes came from it, or into it. */
    void moved(long count) {
        bytes.filter(_ -> count > 0).ifPresent(bucket -> bucket.consumeIgnoringRateLimits(count));
    }

    /** What there is to see of it from outside. */
    synchronized PaceStanding standing() {
        return new PaceStanding(asked, backOffs, turns.busy(), (int) allowed);
    }

    /** How many may be at it at once now. */
    public synchronized int allowed() {
        return (int) allowed;
    }

    /** How many are at it now. */
    public synchronized int busy() {
        return turns.busy();
    }

    private synchronized Turn queued(Who who) {
        var turn = turns.queue(who);
        grant();
        return turn;
    }

    private void grant() {
        asked += turns.grant((int) allowed, edges.getAsInt());
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
