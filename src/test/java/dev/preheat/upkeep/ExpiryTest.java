package dev.preheat.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is forgotten and what is not, and that a store does not grow for ever. */
@ParameterizedClass
@EnumSource(TestStore.class)
class ExpiryTest {
    private static final Project PROJECT =
            new Project(new ProjectId("0123456789abcdef0123456789abcdef"), "cn-north-4", new AccountName("acme"));
    private static final EdgeName SG = new EdgeName("sg-1");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(SG, new EdgeName("sg-2")));
    private static final List<StreamingUrl> URLS = IntStream.range(0, 10)
            .mapToObj(n -> StreamingUrl.stored("http://cdn.example.com/" + n + ".mp4"))
            .toList();
    private static final Duration KEPT = Duration.ofDays(30);

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private TaskControl control;
    private Expiry expiry;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        var quota = new Quota(1_000_000, ZoneOffset.UTC);
        tasks = new GivenTasks(database, EDGES, quota, () -> now);
        queue = GivenTasks.queue(database, EDGES, () -> now);
        control = GivenTasks.control(database, EDGES, () -> now);
        expiry = new Expiry(database, quota, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void endedTasksAreForgottenWhenTheirTimeIsOverAndNotBefore() {
        var old = ended();
        now = now.plus(KEPT);
        var young = ended();
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(0, 0));
        now = now.plusMillis(1);
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(1, 0));
        assertThat(tasks.find(PROJECT.id(), old)).isEmpty();
        assertThat(tasks.find(PROJECT.id(), young)).isPresent();
        assertThat(count("fill")).isEqualTo(2);
    }

    @Test
    void aTaskThatHasNotEndedIsKeptTwiceAsLongAndItsEndIsTold() {
        var waiting = accepted(new RequestKey.None(), 1);
        now = now.plus(KEPT).plusMillis(1);
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(0, 0));
        assertThat(queue.claim(SG, PROJECT.account(), 9)).hasSize(1);
        now = now.plus(KEPT);
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(1, 1));
        assertThat(tasks.find(PROJECT.id(), waiting)).isEmpty();
    }

    @Test
    void whatHasNotEndedHidesNothingBehindIt() {
        for (int i = 0; i < 120; i++) {
            accepted(new RequestKey.None(), 1);
        }
        now = now.plusMillis(1);
        var behind = ended();
        now = now.plus(KEPT).plusMillis(1);
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(1, 0));
        assertThat(tasks.find(PROJECT.id(), behind)).isEmpty();
        assertThat(count("task")).isEqualTo(120);
    }

    @Test
    void aTaskBegunAnewIsNotForgottenUnderTheHandsOfItsFill() {
        var task = ended(false);
        now = now.plus(KEPT).minusSeconds(1);
        control.retry(PROJECT.id(), task);
        now = now.plusSeconds(2);
        assertThat(forget()).isEqualTo(new Expiry.Forgotten(0, 0));
        assertThat(tasks.find(PROJECT.id(), task)).isPresent();
    }

    @Test
    void aRequestIsForgottenWhenItsSignatureCountsNoMore() {
        var key = new RequestKey.Signed("a", now.plus(Duration.ofMinutes(15)));
        accepted(key, 1);
        now = now.plus(Duration.ofMinutes(15));
        forget();
        assertThat(tasks.acceptance().first(key))
                .as("it counts at this very moment")
                .isPresent();
        now = now.plusMillis(1);
        forget();
        assertThat(tasks.acceptance().first(key)).isEmpty();
    }

    @Test
    void requestsBeyondOneTransactionAreForgottenToo() {
        for (int i = 0; i < 1_050; i++) {
            accepted(new RequestKey.Signed("request " + i, now), 1);
        }
        now = now.plusMillis(1);
        forget();
        assertThat(count("accepted_request")).isZero();
    }

    @Test
    void whoeverStopsItWaitsForOneTransaction() {
        for (int i = 0; i < 120; i++) {
            ended();
        }
        now = now.plus(KEPT).plusMillis(1);
        var asked = new AtomicInteger();
        assertThat(expiry.forget(KEPT, () -> asked.incrementAndGet() <= 4).tasks())
                .isBetween(50, 100);
        assertThat(forget().tasks() + count("task")).as("the rest, later").isBetween(20, 70);
    }

    @Test
    void theRoomOfWhatIsForgottenIsUsedAgain() throws Exception {
        long first = 0;
        for (int month = 1; month <= 12; month++) {
            for (int i = 0; i < 100; i++) {
                var task = accepted(new RequestKey.Signed("request " + i, now), 10);
                control.cancel(PROJECT.id(), task, "cancelled");
            }
            now = now.plus(Duration.ofDays(31));
            forget();
            first = month == 2 ? size() : first;
        }
        assertThat(count("task") + count("fill") + count("accepted_request") + count("quota_usage"))
                .isZero();
        assertThat(size()).isLessThanOrEqualTo(first + first / 10);
    }

    private Expiry.Forgotten forget() {
        return expiry.forget(KEPT, () -> true);
    }

    private TaskId accepted(RequestKey key, int urls) {
        var submission = tasks.submit(PROJECT, new Order(key, 1, URLS.subList(0, urls)));
        return ((Submission.Accepted) submission).task();
    }

    private TaskId ended() {
        return ended(true);
    }

    private TaskId ended(boolean well) {
        var task = accepted(new RequestKey.None(), 1);
        for (var edge : EDGES.edges()) {
            for (var fill : queue.claim(edge, PROJECT.account(), 999)) {
                if (fill.task().equals(task)) {
                    end(fill, well);
                } else {
                    queue.release(fill);
                }
            }
        }
        return task;
    }

    private void end(Fill fill, boolean well) {
        if (well) {
            var proof = new Proof(Proof.Kind.PROBE, now, Optional.empty());
            assertThat(queue.succeed(fill, new FillOutcome.Proved(proof, Progress.NONE)))
                    .isTrue();
        } else {
            queue.fail(fill, new FillOutcome.Failed(FailureClass.ORIGIN_ERROR, "404", false, Progress.NONE));
        }
    }

    private int count(String table) {
        return database.read(
                        tx -> tx.sql("SELECT COUNT(*) AS rows FROM " + table).first(row -> row.integer("rows")))
                .orElseThrow();
    }

    // PostgreSQL's room is autovacuum's affair
    private long size() throws IOException {
        var file = dir.resolve("preheat.db");
        return stores == TestStore.SQLITE ? Files.size(file) + Files.size(Path.of(file + "-wal")) : 0;
    }
}
