package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.testing.Awaits;
import dev.preheat.testing.FreePorts;
import dev.preheat.testing.Postgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A server that several have open, that goes away and comes back, and that is slow. */
class PostgresTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void manyOpenANewDatabaseAtOnceAndTheSchemaIsMadeOnce() throws Exception {
        var store = Postgres.shared().newDatabase();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var opening = new ArrayList<Callable<Database>>();
            for (int i = 0; i < 8; i++) {
                opening.add(() -> Database.open(store).orElseThrow());
            }
            for (var opened : threads.invokeAll(opening)) {
                try (var database = opened.get()) {
                    charge(database, "a");
                }
            }
        }
    }

    @Test
    void aStoreOfALaterVersionIsRefused() throws Exception {
        var store = Postgres.shared().newDatabase();
        try (var database = open(store)) {
            database.write(tx ->
                    tx.sql("INSERT INTO schema_version (version) VALUES (999)").update());
        }
        assertThatThrownBy(() -> open(store)).hasRootCauseMessage("the store was made by a later Preheat (schema 999)");
    }

    @Test
    void whatOneWroteTheOtherReads() throws Exception {
        var store = Postgres.shared().newDatabase();
        try (var one = open(store);
                var other = open(store)) {
            charge(one, "a");
            assertThat(charged(other)).isOne();
        }
    }

    @Test
    void twoThatNeedTheSameRowsInAnotherOrderBothGetThem() throws Exception {
        var store = Postgres.shared().newDatabase();
        try (var one = open(store);
                var other = open(store);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var account : List.of("a", "b", "c")) {
                charge(one, account);
            }
            var charges = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 3_000; i++) {
                var account = List.of("a", "b", "c").get(i % 3);
                var database = i % 2 == 0 ? one : other;
                charges.add(() -> charge(database, account));
            }
            for (var charge : threads.invokeAll(charges)) {
                charge.get();
            }
            assertThat(charged(one)).isEqualTo(3_003);
        }
        assertThat(deadlocks(store)).isZero();
    }

    @Test
    void timeIsTheServers() throws Exception {
        try (var database = open(Postgres.shared().newDatabase())) {
            var here = Instant.parse("2001-01-01T00:00:00Z"); // a clock that is a lifetime off
            var server = database.read(
                            tx -> tx.sql("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now")
                                    .first(row -> row.instant("now")))
                    .orElseThrow();
            assertThat(database.clock(() -> here).instant()).isBetween(server.minusSeconds(1), server.plusSeconds(5));
        }
    }

    @Test
    void aServerThatIsAwayRefusesWithinTwoSecondsAndIsUsedAgainWhenItIsBack() throws Exception {
        try (var server = Postgres.start("fsync=off");
                var database = open(server.newDatabase())) {
            charge(database, "a");
            server.kill();
            assertRefused(database, () -> charge(database, "a"));
            assertRefused(database, () -> charged(database));
            Awaits.await("it is noticed", SOON, () -> !database.there());
            server.again();
            Awaits.await("it is back", SOON, database::there);
            charge(database, "a");
            assertThat(charged(database)).isEqualTo(2);
        }
    }

    @Test
    void aWriteThatWasGivenUpIsNeverWritten() throws Exception {
        whileSomebodyHoldsARow((database, release) -> {
            assertRefused(database, () -> charge(database, "a"));
            release.countDown();
        });
    }

    @Test
    void whoHoldsARowAndDoesNothingLosesItSoon() throws Exception {
        whileSomebodyHoldsARow((database, release) -> {
            Awaits.await("the row to be free", SOON, () -> refundedOnceCharged(database));
            release.countDown();
        });
    }

    /** What happens meanwhile. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens(Database database, CountDownLatch release) throws Exception;
    }

    // Whatever happens, two charges are written in the end: that of the holder, if need be at a second try, and one of
    // b.
    private static void whileSomebodyHoldsARow(Meanwhile meanwhile) throws Exception {
        var store = Postgres.shared().newDatabase();
        try (var database = open(store);
                var other = open(store);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holding = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            var holder = threads.submit(() -> other.alone("hold", tx -> {
                charge(tx, "a");
                holding.countDown();
                return held(release);
            }));
            holding.await();
            meanwhile.happens(database, release);
            assertThat(holder.get()).isZero();
            charge(database, "b");
            assertThat(charged(database)).isEqualTo(2);
        }
    }

    private static boolean refundedOnceCharged(Database database) {
        try {
            charge(database, "a");
            return 1
                    == database.write(
                            "a",
                            tx -> tx.sql("UPDATE quota_usage SET used = used - 1 WHERE account = 'a'")
                                    .update());
        } catch (StoreException _) {
            return false;
        }
    }

    @Test
    void aStoreThatIsNotThereIsNotOpened() {
        var nowhere = new Store.Postgres(
                "127.0.0.1:" + FreePorts.next(), "preheat", new Store.Login("me", "s3cret"), Map.of());
        assertThatThrownBy(() -> open(nowhere)).isInstanceOf(StoreException.class);
    }

    private static Database open(Store store) throws Exception {
        return Database.open(store).orElseThrow();
    }

    private static void assertRefused(Database database, Callable<?> work) {
        long begun = System.nanoTime();
        assertThatThrownBy(work::call).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("%s waiting", database.waiting())
                .isLessThan(Duration.ofSeconds(2));
    }

    private static int held(CountDownLatch release) {
        try {
            release.await();
            return 0;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static int charge(Database database, String account) {
        return database.write(account, tx -> charge(tx, account));
    }

    private static int charge(Tx tx, String account) throws SQLException {
        return tx.sql("""
                INSERT INTO quota_usage (account, day, used) VALUES (:account, 1, 1)
                ON CONFLICT (account, day) DO UPDATE SET used = quota_usage.used + 1""").with("account", account).update();
    }

    private static long charged(Database database) {
        return database.read(
                        tx -> tx.sql("SELECT SUM(used) AS n FROM quota_usage").first(row -> row.number("n")))
                .orElseThrow();
    }

    private static long deadlocks(Store.Postgres store) throws Exception {
        try (var database = open(store)) {
            return database.read(tx -> tx.sql(
                                    "SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()")
                            .first(row -> row.number("n")))
                    .orElseThrow();
        }
    }
}
