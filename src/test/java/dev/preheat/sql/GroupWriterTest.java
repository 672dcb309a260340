package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.testing.Awaits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupWriterTest {
    @TempDir
    Path dir;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoWaitsTogetherSharesATransactionAndABadUnitFailsAlone() throws Exception {
        var runs = new AtomicInteger();
        var waiting = behindABusyWriter(10, number -> tx -> {
            runs.incrementAndGet();
            charge(tx, number);
            return number == 5 ? tx.sql("INSERT INTO nowhere (a) VALUES (1)").update() : number;
        });
        for (int number = 0; number < 10; number++) {
            var answer = waiting.get(number);
            if (number == 5) {
                assertThatThrownBy(answer::get).hasRootCauseInstanceOf(SQLException.class);
            } else {
                assertThat(answer.get()).isEqualTo(number);
            }
        }
        assertThat(charged()).as("all but the bad one, each once").isEqualTo(9);
        assertThat(runs.get())
                .as("once together up to the bad one, wherever it stood, then each alone")
                .isBetween(11, 20);
    }

    @Test
    void aBugInAUnitReachesItsCallerAndWritesNothing() {
        assertThatThrownBy(() -> database.write(tx -> {
                    charge(tx, 1);
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(charged()).isZero();
        database.write(tx -> charge(tx, 1));
        assertThat(charged()).isEqualTo(1);
    }

    @Test
    void aClosedStoreRefusesWritesAtOnce() throws Exception {
        var other = Database.open(dir.resolve("other.db")).orElseThrow();
        other.close();
        assertThatThrownBy(() -> other.write(tx -> charge(tx, 1))).isInstanceOf(StoreException.class);
    }

    @Test
    void anInterruptedCallerStillLearnsThatItWasWritten() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> {
                Thread.currentThread().interrupt();
                return database.write(tx -> charge(tx, 1)) == 1 && Thread.interrupted();
            });
            assertThat(answer.get()).isTrue();
        }
    }

    @Test
    void whoeverFillsTheLineOfOneKeyLeavesTheOthersTheirs() throws Exception {
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> database.write(tx -> {
                busy.countDown();
                return held(release);
            }));
            busy.await();
            var refused = new AtomicInteger();
            var written = new AtomicInteger();
            for (int i = 0; i < 9_000; i++) {
                var _ = threads.submit(() -> flood(written, refused));
            }
            Awaits.await("the line of one to be full", Duration.ofSeconds(30), () -> refused.get() == 9_000 - 4_096);
            var other = threads.submit(() -> database.write("globex", _ -> written.get()));
            Awaits.await("another to wait too", Duration.ofSeconds(10), () -> database.waiting() == 4_097);
            release.countDown();
            assertThat(other.get()).as("written before it").isLessThan(512);
        }
    }

    private void flood(AtomicInteger written, AtomicInteger refused) {
        try {
            database.write("acme", _ -> written.incrementAndGet());
        } catch (StoreException _) {
            refused.incrementAndGet();
        }
    }

    /** Makes a unit of work for each number. */
    @FunctionalInterface
    private interface Units {
        Tx.Work<Integer> unit(int number);
    }

    // The writer is held inside a first unit until all others wait, so that they form one group.
    private List<Future<Integer>> behindABusyWriter(int count, Units units) throws InterruptedException {
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var answers = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> database.write(tx -> {
                busy.countDown();
                return held(release);
            }));
            busy.await();
            for (int i = 0; i < count; i++) {
                int number = i;
                var asked = new CountDownLatch(1);
                Callable<Integer> call = () -> {
                    asked.countDown();
                    return database.write(units.unit(number));
                };
                answers.add(threads.submit(call));
                asked.await();
            }
            Awaits.await("all to wait", Duration.ofSeconds(10), () -> database.waiting() == count);
            release.countDown();
        }
        return answers;
    }

    private static int held(CountDownLatch release) {
        try {
            release.await();
            return 0;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static int charge(Tx tx, int number) throws SQLException {
        return tx.sql("INSERT INTO quota_usage (account, day, used) VALUES (:account, :day, 1)")
                .with("account", "a" + number)
                .with("day", number)
                .update();
    }

    private long charged() {
        return database.read(
                        tx -> tx.sql("SELECT COUNT(*) AS n FROM quota_usage").first(row -> row.number("n")))
                .orElseThrow();
    }
}
