package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");
    private static final int PLENTY = 10_000;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final Throttle throttle = new Throttle(new Throttle.Limits(100, 60, 30), clock);

    @Test
    void admitsTheLimitAtOnceAndNoMore() {
        assertThat(admitted(ACME, Throttle.CREATE)).isEqualTo(100);
        assertThat(throttle.take(ACME, Throttle.CREATE)).isFalse();
        assertThat(throttle.perMinute(Throttle.CREATE)).isEqualTo(100);
    }

    @Test
    void processesThatShareAnAccountAdmitItsLimitTogether() {
        throttle.share(4);
        assertThat(admitted(ACME, Throttle.CREATE)).isEqualTo(25);
        assertThat(throttle.take(ACME, Throttle.CREATE)).isFalse();
        assertThat(throttle.perMinute(Throttle.CREATE))
                .as("the account's limit")
                .isEqualTo(100);
        throttle.share(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted(ACME, Throttle.CREATE)).isEqualTo(100);
    }

    @Test
    void countsEachAccountAndEachOperationByItself() {
        admitted(ACME, Throttle.CREATE);
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(60);
        assertThat(admitted(ACME, Throttle.ESTIMATE)).isEqualTo(30);
        assertThat(admitted(GLOBEX, Throttle.CREATE)).isEqualTo(100);
    }

    @Test
    void fillsTheBucketEvenlyOverAMinute() {
        admitted(ACME, Throttle.SHOW);
        clock.advance(Duration.ofMillis(999));
        assertThat(admitted(ACME, Throttle.SHOW)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(30));
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(30);
    }

    @Test
    void savesNoMoreThanAMinute() {
        clock.advance(Duration.ofDays(400));
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(60);
        clock.advance(Duration.ofDays(400));
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(60);
    }

    @Test
    void aClockSetBackGivesNothingAndLocksNobodyOut() {
        admitted(ACME, Throttle.SHOW);
        clock.advance(Duration.ofHours(-1));
        assertThat(admitted(ACME, Throttle.SHOW)).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted(ACME, Throttle.SHOW)).isEqualTo(60);
    }

    @Test
    void admitsTheLimitToManyAtOnceAndNoMore() throws Exception {
        Callable<Integer> one = () -> admitted(ACME, Throttle.CREATE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counts = threads.invokeAll(Stream.generate(() -> one).limit(16).toList());
            assertThat(counts.stream().mapToInt(Future::resultNow).sum()).isEqualTo(100);
        }
    }

    @Test
    void zeroIsNoLimitAndOtherOperationsHaveNone() {
        assertThat(new Throttle(Throttle.Limits.OFF, clock).take(ACME, Throttle.CREATE))
                .isTrue();
        assertThat(admitted(ACME, "preheat:asset:put")).isEqualTo(PLENTY);
    }

    private int admitted(AccountName account, String action) {
        int admitted = 0;
        while (admitted < PLENTY && throttle.take(account, action)) {
            admitted++;
        }
        return admitted;
    }
}
