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
        assertThat(admitted(ACME, Api.CREATE)).isEqualTo(100);
        assertThat(throttle.take(ACME, Api.CREATE)).isEqualTo(new Throttle.Refused(100));
    }

    @Test
    void processesThatShareAnAccountAdmitItsLimitTogether() {
        throttle.share(4);
        assertThat(admitted(ACME, Api.CREATE)).isEqualTo(25);
        assertThat(throttle.take(ACME, Api.CREATE))
                .as("the account's limit is told")
                .isEqualTo(new Throttle.Refused(100));
        throttle.share(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted(ACME, Api.CREATE)).isEqualTo(100);
    }

    @Test
    void countsEachAccountAndEachOperationByItself() {
        admitted(ACME, Api.CREATE);
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(60);
        assertThat(admitted(ACME, Api.ESTIMATE)).isEqualTo(30);
        assertThat(admitted(GLOBEX, Api.CREATE)).isEqualTo(100);
    }

    @Test
    void fillsTheBucketEvenlyOverAMinute() {
        admitted(ACME, Api.SHOW);
        clock.advance(Duration.ofMillis(999));
        assertThat(admitted(ACME, Api.SHOW)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(30));
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(30);
    }

    @Test
    void savesNoMoreThanAMinute() {
        clock.advance(Duration.ofDays(400));
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(60);
        clock.advance(Duration.ofDays(400));
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(60);
    }

    @Test
    void aClockSetBackGivesNothingAndLocksNobodyOut() {
        admitted(ACME, Api.SHOW);
        clock.advance(Duration.ofHours(-1));
        assertThat(admitted(ACME, Api.SHOW)).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(admitted(ACME, Api.SHOW)).isEqualTo(60);
    }

    @Test
    void admitsTheLimitToManyAtOnceAndNoMore() throws Exception {
        Callable<Integer> one = () -> admitted(ACME, Api.CREATE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counts = threads.invokeAll(Stream.generate(() -> one).limit(16).toList());
            assertThat(counts.stream().mapToInt(Future::resultNow).sum()).isEqualTo(100);
        }
    }

    @Test
    void zeroIsNoLimitAndOtherOperationsHaveNone() {
        assertThat(new Throttle(Throttle.Limits.OFF, clock).take(ACME, Api.CREATE))
                .isEqualTo(new Throttle.Admitted());
        assertThat(admitted(ACME, "preheat:asset:put")).isEqualTo(PLENTY);
    }

    private int admitted(AccountName account, String action) {
        int admitted = 0;
        while (admitted < PLENTY && throttle.take(account, action) instanceof Throttle.Admitted) {
            admitted++;
        }
        return admitted;
    }
}
