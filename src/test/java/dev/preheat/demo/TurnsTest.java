package dev.preheat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    @Test
    void oneKeyAtATimeAndAnotherMeanwhile() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var hasBegun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> turns.take("a", () -> {
                hasBegun.countDown();
                return awaited(mayEnd);
            }));
            hasBegun.await();
            var second = threads.submit(() -> turns.take("a", () -> mayEnd.getCount() == 0));
            assertThat(turns.take("b", () -> 7)).isEqualTo(7);
            assertThat(first.isDone()).isFalse();
            mayEnd.countDown();
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        }
        assertThat(turns.size()).isZero();
    }

    @Test
    void workThatBreaksGivesItsTurnBack() {
        assertThatThrownBy(() -> turns.take("a", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(turns.size()).isZero();
        assertThat(turns.take("a", () -> 1)).isEqualTo(1);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
