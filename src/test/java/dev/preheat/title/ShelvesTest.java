package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may keep how much of his titles, and that one of those who wait for each other always goes on. */
@Timeout(60)
class ShelvesTest {
    private static final AccountName LOUD = new AccountName("loud");
    private static final AccountName QUIET = new AccountName("quiet");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Shelves shelves = new Shelves(1_000);

    @Test
    void anAccountAloneLeavesHalfForTheNext() {
        assertThat(shelves.of(LOUD).takes(400)).isTrue();
        assertThat(shelves.of(LOUD).takes(101)).isFalse();
        assertThat(shelves.of(LOUD).takes(100)).isTrue();
        assertThat(shelves.of(QUIET).takes(333)).isTrue();
    }

    @Test
    void whoeverHasKeptSomethingForLongestGetsMoreWhateverThereIs() {
        var oldest = shelves.of(LOUD);
        var next = shelves.of(QUIET);
        assertThat(oldest.takes(300)).isTrue();
        assertThat(next.takes(300)).isTrue();
        assertThat(next.takes(500)).isFalse();
        assertThat(oldest.takes(5_000)).isTrue();
        oldest.close();
        assertThat(next.takes(500)).as("now it is the oldest").isTrue();
    }

    @Test
    void noTitleWeighsMoreThanTheLargest() {
        var shelf = shelves.of(LOUD);
        for (int manifests = 0; manifests < 200; manifests++) {
            assertThat(shelf.takes(Shelves.LARGEST)).isTrue();
        }
        assertThat(shelves.taken()).isEqualTo(Shelves.LARGEST);
        shelf.close();
        assertThat(shelves.taken()).isZero();
    }

    @Test
    void whatHasNoRoomIsMadeAgainWhenThereIs() throws Exception {
        var first = shelves.of(LOUD);
        first.takes(900);
        var made = new AtomicInteger();
        var second = shelves.of(QUIET);
        var kept = new CompletableFuture<Integer>();
        Thread.startVirtualThread(() -> {
            try {
                kept.complete(second.keep(made::incrementAndGet, _ -> 300));
            } catch (InterruptedException stopped) {
                kept.completeExceptionally(stopped);
            }
        });
        Awaits.await("it was made and is let go", SOON, () -> made.get() == 1);
        assertThat(kept).isNotDone();
        first.close();
        assertThat(kept.get()).isEqualTo(2);
        assertThat(shelves.taken()).isEqualTo(300);
    }

    @Test
    void whoIsStoppedWhileWaitingKeepsNothing() throws Exception {
        shelves.of(LOUD).takes(900);
        var stopped = new CompletableFuture<Boolean>();
        var thread = Thread.ofVirtual().start(() -> {
            try (var shelf = shelves.of(QUIET)) {
                shelf.await(300);
                stopped.complete(false);
            } catch (InterruptedException _) {
                stopped.complete(true);
            }
        });
        thread.interrupt();
        assertThat(stopped.get()).isTrue();
        assertThat(shelves.taken()).isEqualTo(900);
    }
}
