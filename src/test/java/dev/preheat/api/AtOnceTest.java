package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.api.AtOnce.Limit;
import dev.preheat.own.TaskWatches;
import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");

    private final AtOnce calls = new AtOnce(new AtOnce.Limits(new Limit(2, 4), new Limit(3, 4)));

    @Test
    void anAccountThatReadsAndWritesAsMuchAsItMayLeavesAnotherItsOwn() {
        assertThat(entered(ACME, "GET", 2)).hasSize(2);
        assertThat(entered(ACME, "PUT", 3)).hasSize(3);
        assertThat(entered(GLOBEX, "GET", 2)).hasSize(2);
        assertThat(entered(GLOBEX, "POST", 3)).hasSize(3);
    }

    @Test
    void someMoreWaitForTheirTurnAndTheRestIsRefusedAtOnce() throws Exception {
        var under = entered(ACME, "GET", 2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> calls.enter(ACME, "GET")))
                    .toList();
            Awaits.await("all but four to be refused", Duration.ofSeconds(3), () -> done(waiting) == 16);
            assertThat(waiting.stream().filter(Future::isDone).map(Future::resultNow))
                    .containsOnly(Optional.empty());
            under.forEach(AtOnce.Turn::close);
            Awaits.await("two to follow", Duration.ofSeconds(3), () -> done(waiting) == 18);
            waiting.forEach(one -> one.cancel(true));
        }
    }

    @Test
    void allWatchersOfAnAccountComeBackAtOnceAndNoneIsTurnedAway() throws Exception {
        var shipped = new AtOnce(AtOnce.Limits.DEFAULT);
        var first = shipped.enter(ACME, "GET").orElseThrow();
        var second = shipped.enter(ACME, "GET").orElseThrow();
        var come = new CountDownLatch(TaskWatches.MOST_WATCHERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var watchers = IntStream.range(0, TaskWatches.MOST_WATCHERS)
                    .mapToObj(_ -> threads.submit(() -> {
                        come.countDown();
                        try (var turn = shipped.enter(ACME, "GET").orElseThrow()) {
                            return turn;
                        }
                    }))
                    .toList();
            come.await();
            first.close();
            second.close();
            for (var watcher : watchers) {
                assertThat(watcher.get()).isNotNull();
            }
        }
    }

    private static long done(List<? extends Future<?>> calls) {
        return calls.stream().filter(Future::isDone).count();
    }

    private List<AtOnce.Turn> entered(AccountName account, String method, int most) {
        return IntStream.range(0, most)
                .mapToObj(_ -> calls.enter(account, method).orElseThrow())
                .toList();
    }
}
