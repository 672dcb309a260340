package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.sql.StoreException;
import dev.preheat.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is done again and again, retention among it. */
class RoundsTest {
    @Test
    void neitherAStoreThatIsAwayNorABugEndsThem() throws Exception {
        var broken = new ArrayDeque<>(
                List.of(new StoreException("away", new IOException()), new IllegalStateException("a bug")));
        var whole = new CountDownLatch(1);
        try (var log = new LogLines(Rounds.class.getName());
                var rounds = new Rounds("retention", Duration.ofMillis(1), () -> {
                    if (!broken.isEmpty()) {
                        throw broken.remove();
                    }
                    whole.countDown();
                })) {
            rounds.start();
            assertThat(whole.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(log.lines())
                    .satisfiesExactly(
                            away -> assertThat(away).isEqualTo("retention: the store is away, again in 0 s: away"),
                            bug -> assertThat(bug).startsWith("retention: a round broke, the next comes in 0 s"));
        }
    }
}
