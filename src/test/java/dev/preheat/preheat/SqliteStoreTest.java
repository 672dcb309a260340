package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.sql.Database;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in a store that one process has for itself. */
class SqliteStoreTest {
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final EdgeName SG = new EdgeName("sg-1");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(SG, new EdgeName("fra-1")));

    @TempDir
    Path dir;

    private final Instant now = Instant.parse("2026-11-22T23:59:00Z");
    private Database database;
    private GivenTasks store;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        store = new GivenTasks(database, EDGES, new Quota(100_000, ZoneOffset.UTC), () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aFullStoreRefusesWritesNothingAndRecoversWhenThereIsRoom() {
        var accepted = new ArrayList<TaskId>();
        pragma("max_page_count = 64"); // for this connection SQLite then finds the disk full, for real
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        accepted.add(accepted(10));
                    }
                })
                .isInstanceOf(StoreException.class);
        assertThat(accepted).isNotEmpty();
        assertThat(used()).as("nothing refused was charged").isEqualTo(accepted.size());
        // the writer gave that connection up; the next one finds room again
        accepted.add(accepted(10));
        assertThat(used()).isEqualTo(accepted.size());
        assertThat(accepted)
                .allSatisfy(task -> assertThat(
                                store.find(PROJECT.id(), task).orElseThrow().fills())
                        .hasSize(20));
    }

    @Test
    void aStoreIsHeldByOneProcess() throws Exception {
        assertThat(Database.open(dir.resolve("preheat.db"))).isEmpty();
    }

    @Test
    void afterARestartRunningFillsAreDueAtOnce() {
        var queue = GivenTasks.queue(database, EDGES, () -> now);
        accepted(1);
        queue.claim(SG, PROJECT.account(), 1);
        assertThat(queue.resume()).isEqualTo(1);
        assertThat(queue.claim(SG, PROJECT.account(), 1)).hasSize(1);
    }

    private TaskId accepted(int urls) {
        var list = IntStream.range(0, urls)
                .mapToObj(n -> StreamingUrl.stored("http://cdn.example.com/" + n + ".mp4"))
                .toList();
        return ((Submission.Accepted) store.submit(PROJECT, new Order(new RequestKey.None(), 1, list))).task();
    }

    // Outside a transaction of the writer a pragma takes effect at once; the value comes back as a row.
    private void pragma(String pragma) {
        database.write(tx -> tx.sql("PRAGMA " + pragma).list(_ -> 0));
    }

    private long used() {
        return database.read(tx -> tx.sql("SELECT COALESCE(SUM(used), 0) AS used FROM quota_usage")
                        .first(row -> row.number("used")))
                .orElseThrow();
    }
}
