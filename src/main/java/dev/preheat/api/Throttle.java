package dev.preheat.api;

import dev.preheat.limit.Range;
import dev.preheat.tenancy.AccountName;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls a minute of an account, for the vendor's two operations and for the estimate, which sends many requests to
 * origins.
 *
 * <p>Each account has a bucket for each of them, filled evenly over a minute; a refused call takes nothing. An account's
 * first proved call makes its bucket, so there are at most three for each account of the configuration. They are in memory: a
 * start begins with full ones. Source: VOD constraints (productdesc-vod/vod030007), 100 a minute for both, 2025-11; the
 * estimate's is our own.
 */
public final class Throttle {
    static final String CREATE = "vod:asset:preheat";
    static final String SHOW = "vod:asset:getPreheatTask";
    static final String ESTIMATE = "preheat:asset:estimate";

    /** The actions that are counted by the minute; {@link AtOnce} limits all others. */
    static final Set<String> COUNTED = Set.of(CREATE, SHOW, ESTIMATE);

    private final Map<String, Integer> perMinute;
    private final TimeMeter time;
    private volatile int sharing = 1;
    private final Map<Counted, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * The calls a minute of one account; 0 is no limit.
     *
     * @param create of CreatePreheatingAsset
     * @param show of ShowPreheatingAsset
     * @param estimate of EstimatePreheatingAsset
     */
    public record Limits(int create, int show, int estimate) {
        public static final Range A_MINUTE = new Range(0, 1_000_000);
        public static final Limits DEFAULT = new Limits(100, 100, 30);
        public static final Limits OFF = new Limits(0, 0, 0);

        public Limits {
            A_MINUTE.check(create);
            A_MINUTE.check(show);
            A_MINUTE.check(estimate);
        }
    }

    private record Counted(AccountName account, String action) {}

    /** The time since the start; while the clock is set back it stands still. */
    private static final class Meter implements TimeMeter {
        private final InstantSource clock;
        private Instant last;
        private long passed;

        Meter(InstantSource clock) {
            this.clock = clock;
            last = clock.instant();
        }

        @Override
        public synchronized long currentTimeNanos() {
            var now = clock.instant();
            if (now.isAfter(last)) {
                passed += Duration.between(last, now).toNanos();
            }
            last = now;
            return passed;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    public Throttle(Limits limits, InstantSource clock) {
        perMinute = Map.of(CREATE, limits.create(), SHOW, limits.show(), ESTIMATE, limits.estimate());
        time = new Meter(clock);
    }

    /** Divides each account's minute among so many processes from now on; each admits its part, at least one call. */
    public void share(int processes) {
        sharing = processes;
        buckets.forEach((counted, bucket) -> bucket.replaceConfiguration(
                part(perMinute(counted.action())), TokensInheritanceStrategy.PROPORTIONALLY));
    }

    /** Takes one call of {@code action} from the account's minute; false if none is left. */
    boolean take(AccountName account, String action) {
        int most = perMinute(action);
        return most == 0
                || buckets.computeIfAbsent(new Counted(account, action), _ -> full(most))
                        .tryConsume(1);
    }

    /** The limit of an account; 0 for an action that is not counted. */
    int perMinute(String action) {
        return perMinute.getOrDefault(action, 0);
    }

    private Bucket full(int most) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(part(most).getBandwidths()[0])
                .build();
    }

    private BucketConfiguration part(int most) {
        int part = Math.max(1, most / sharing);
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(part).refillGreedy(part, Duration.ofMinutes(1)))
                .build();
    }
}
