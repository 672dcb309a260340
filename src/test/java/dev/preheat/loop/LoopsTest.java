package dev.preheat.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.sql.StoreException;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void neitherAStoreThatIsAwayNorABugEndsOne() throws Exception {
        var broken = new ArrayDeque<>(
                List.of(new StoreException("away", new IOException("gone")), new IllegalStateException("a bug")));
        var whole = new CountDownLatch(1);
        try (var log = new LogLines(Loops.class.getName());
                var loops = new Loops()) {
            loops.begin("retention", SHORT, () -> {
                if (!broken.isEmpty()) {
                    throw broken.remove();
                }
                whole.countDown();
            });
            Awaits.await("a step after two that threw", SOON, () -> {
                loops.wake();
                return whole.getCount() == 0;
            });
            assertThat(log.lines())
                    .satisfiesExactly(
                            away -> assertThat(away)
                                    .isEqualTo("retention: the store is away; trying again in 5 s: gone"),
                            bug -> assertThat(bug).startsWith("retention: background task failed; continuing"));
        }
    }

    @Test
    void closingEndsALongPause() {
        var steps = new CountDownLatch(1);
        var loops = new Loops();
        loops.begin("once", Duration.ofDays(1), steps::countDown);
        Awaits.await("the first step", SOON, () -> steps.getCount() == 0);
        loops.close();
        assertThat(loops.closed()).isTrue();
    }
}
