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
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often an account may call one of the vendor's two operations, and the estimate, which asks origins a lot.
 *
 * <p>Each account has a bucket for each of them, filled evenly over a minute; a call that is refused takes nothing. A bucket
 * is made at an account's first proved call, so there are at most three for each account of the configuration. Counted in
 * memory: a start begins with full ones. Source: VOD constraints (productdesc-vod/vod030007), 100 a minute for both, 2025-11; the
 * estimate's is our own.
 */
public final class Throttle {
    private final Map<String, Integer> perMinute;
    private final TimeMeter time;
    private volatile int sharing = 1;
    private final Map<Counted, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * Calls a minute of one account; 0 is no limit.
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

    sealed interface Verdict {}

    record Admitted() implements Verdict {}

    record Refused(int perMinute) implements Verdict {}

    private record Counted(AccountName account, String action) {}

    /** The time that has passed since the start; a clock that is set back, by however much, only stands still. */
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
        perMinute = Map.of(Api.CREATE, limits.create(), Api.SHOW, limits.show(), Api.ESTIMATE, limits.estimate());
        time = new Meter(clock);
    }

    /** So many processes share each account's minute from now on; each admits its part, at least one call. */
    public void share(int processes) {
        sharing = processes;
        buckets.forEach((counted, bucket) -> bucket.replaceConfiguration(
                part(perMinute.getOrDefault(counted.action(), 0)), TokensInheritanceStrategy.PROPORTIONALLY));
    }

    /** Takes one call of {@code action} from the account's minute; other actions than the three are not counted. */
    Verdict take(AccountName account, String action) {
        int most = perMinute.getOrDefault(action, 0);
        if (most == 0) {
            return new Admitted();
        }
        var bucket = buckets.computeIfAbsent(new Counted(account, action), _ -> full(most));
        return bucket.tryConsume(1) ? new Admitted() : new Refused(most);
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
