package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets room, who waits, and that nothing of it is ever given twice or lost. */
@Timeout(60)
class RoomTest {
    private static final AccountName LOUD = new AccountName("loud");
    private static final AccountName QUIET = new AccountName("quiet");

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Room room = new Room(100);

    @Test
    void anAccountAloneLeavesHalfForTheNext() throws InterruptedException {
        room.enter(LOUD, 30);
        room.enter(LOUD, 20);
        var third = wants(LOUD, 1);
        assertThat(third).isNotDone();
        room.enter(QUIET, 33); // at once, whatever waits
        assertThat(third).isNotDone();
    }

    @Test
    void whoHasNothingGetsWhatFitsHoweverMuchItIs() throws InterruptedException {
        room.enter(LOUD, 90);
        room.enter(QUIET, 10);
        assertThat(room.taken()).isEqualTo(100);
    }

    @Test
    void whatIsMoreThanThereIsWaitsForAllOfIt() throws InterruptedException {
        var one = room.enter(QUIET, 1);
        var all = wants(LOUD, 1_000);
        assertThat(all).isNotDone();
        one.close();
        all.join().close();
        assertThat(room.taken()).isZero();
    }

    @Test
    void whatIsSmallPassesWhatDoesNotFit() throws InterruptedException {
        room.enter(LOUD, 50);
        var large = wants(LOUD, 50);
        room.enter(QUIET, 20).close();
        assertThat(large).isNotDone();
    }

    @Test
    void accountsTakeTurns() throws InterruptedException {
        var all = room.enter(new AccountName("first"), 100);
        var served = new ArrayList<AccountName>();
        var waiting = new ArrayList<CompletableFuture<Void>>();
        for (var account : List.of(LOUD, LOUD, LOUD, QUIET)) {
            waiting.add(wants(account, 100).thenAccept(part -> {
                served.add(account); // one at a time: each has all of it
                part.close();
            }));
        }
        all.close();
        waiting.forEach(CompletableFuture::join);
        assertThat(served).containsExactly(LOUD, QUIET, LOUD, LOUD);
    }

    @Test
    void whoIsStoppedWhileWaitingLeavesNothingBehind() throws Exception {
        var all = room.enter(LOUD, 100);
        var stopped = new CompletableFuture<Boolean>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                room.enter(QUIET, 10);
                stopped.complete(false);
            } catch (InterruptedException _) {
                stopped.complete(true);
            }
        });
        Awaits.await("it waits", SOON, () -> room.waiting() == 1);
        thread.interrupt();
        assertThat(stopped.join()).isTrue();
        assertThat(room.waiting()).isZero();
        all.close();
        assertThat(room.taken()).isZero();
    }

    @Test
    void nothingIsGivenTwiceNorLost() {
        var held = new AtomicLong();
        var most = new AtomicLong();
        var ended = new ArrayList<CompletableFuture<Void>>();
        var go = new CountDownLatch(1);
        for (int i = 0; i < 64; i++) {
            var account = new AccountName("account-" + i % 7);
            ended.add(CompletableFuture.runAsync(() -> comeAndGo(account, go, held, most), Thread::startVirtualThread));
        }
        go.countDown();
        ended.forEach(CompletableFuture::join);
        assertThat(most).hasValueBetween(1, 100);
        assertThat(room.taken()).isZero();
        assertThat(room.waiting()).isZero();
    }

    private void comeAndGo(AccountName account, CountDownLatch go, AtomicLong held, AtomicLong most) {
        try {
            go.await();
            for (int times = 0; times < 200; times++) {
                int bytes = 1 + ThreadLocalRandom.current().nextInt(60);
                try (var _ = room.enter(account, bytes)) {
                    most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                    Thread.onSpinWait();
                    held.addAndGet(-bytes);
                }
            }
        } catch (InterruptedException stopped) {
            throw new CompletionException(stopped);
        }
    }

    private CompletableFuture<Room.Part> wants(AccountName account, long bytes) {
        int before = room.waiting();
        var part = new CompletableFuture<Room.Part>();
        Thread.startVirtualThread(() -> {
            try {
                part.complete(room.enter(account, bytes));
            } catch (InterruptedException stopped) {
                part.completeExceptionally(stopped);
            }
        });
        Awaits.await("it waits", SOON, () -> room.waiting() > before);
        return part;
    }

    @Test
    void aReadingThatBreaksGivesItsPlaceBack() throws InterruptedException {
        try (var manifests = new ReadingRoom(100, 100, 1)) {
            assertThatThrownBy(() -> manifests.read(LOUD, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasRootCauseMessage("broken");
            assertThat(manifests.read(QUIET, () -> new NotOne("is none"))).isEqualTo(new NotOne("is none"));
        }
    }
}
