package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.PreheatingResult.Status;
import dev.preheat.preheat.TaskSearch.Filter;
import dev.preheat.sql.Database;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks a page has, and where the next one begins. */
class TaskSearchTest {
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final Project GLOBEX = new Project(new ProjectId("p2"), "cn-north-4", new AccountName("globex"));
    private static final EdgeName SG = new EdgeName("sg-1");
    private static final EdgeName FRA = new EdgeName("fra-1");

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private TaskSearch list;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        begin(List.of(SG, FRA));
        list = new TaskSearch(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theNewestComesFirstAndWithAllItsFills() {
        accepted("a.mp4");
        var newest = accepted("b.mp4", "c.mp4");
        var fill = queue.claim(SG, ACME.account(), 3).getLast();
        queue.fail(fill, new FillOutcome.Failed(FailureClass.CHANGED, "x", false, new Progress(1, 2, 30, 40)));
        var first = all(Filter.NONE).getFirst();
        assertThat(first.id()).isEqualTo(newest);
        assertThat(first.firstUrl()).isEqualTo("http://cdn.example.com/b.mp4");
        assertThat(first.urls()).isEqualTo(2);
        assertThat(first.fills()).isEqualTo(new TaskSummary.Fills(2, 1, 0, 1));
        assertThat(first.done()).isEqualTo(new TaskSummary.Done(1, 2, 30, 40));
        assertThat(first.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void pagesFitTogetherWhateverComesMeanwhile() {
        var made = new ArrayList<TaskId>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(accepted("a.mp4"));
        }
        var seen = new ArrayList<TaskId>();
        for (var after = ""; ; ) {
            var page = list.page(ACME.id(), Filter.NONE, after, 3);
            page.tasks().forEach(task -> seen.add(task.id()));
            accepted("b.mp4");
            if (page.next().isEmpty()) {
                break;
            }
            assertThat(page.tasks()).hasSize(3);
            after = page.next().get().value();
        }
        assertThat(seen).isEqualTo(made);
    }

    @Test
    void aPageThatEndsWithTheLastHasNoNextOne() {
        accepted("a.mp4");
        accepted("a.mp4");
        assertThat(list.page(ACME.id(), Filter.NONE, "", 2).next()).isEmpty();
    }

    @Test
    void aStatusIsThatOfTheTask() {
        var waiting = accepted("a.mp4");
        var failed = accepted("b.mp4");
        GivenTasks.control(database, EdgeTree.of(List.of()), () -> now).cancel(ACME.id(), failed, "x");
        var done = accepted("c.mp4");
        queue.claim(SG, ACME.account(), 9).stream()
                .filter(fill -> fill.task().equals(done))
                .forEach(this::prove);
        assertThat(ids(status(Status.PROCESSING))).as("one edge lacks it").containsExactly(done, waiting);
        queue.claim(FRA, ACME.account(), 9).stream()
                .filter(fill -> fill.task().equals(done))
                .forEach(this::prove);
        assertThat(ids(status(Status.SUCCEED))).containsExactly(done);
        assertThat(ids(status(Status.FAILED))).containsExactly(failed);
        assertThat(ids(status(Status.PROCESSING))).containsExactly(waiting);
    }

    @Test
    void aTaskThatHasFailedInPartIsNotProcessing() {
        accepted("a.mp4");
        queue.fail(
                queue.claim(SG, ACME.account(), 1).getFirst(),
                new FillOutcome.Failed(FailureClass.CHANGED, "x", false, Progress.NONE));
        assertThat(ids(status(Status.PROCESSING))).isEmpty();
    }

    @Test
    void filtersHoldTogether() {
        var first = accepted("a.mp4");
        var from = now.plusMillis(1);
        begin(List.of(SG));
        var second = accepted("a.mp4", "b.mp4");
        var until = now.plusMillis(1);
        accepted("b.mp4");
        assertThat(ids(new Filter(none(), Optional.of("http://cdn.example.com/a.mp4"), none(), none(), none())))
                .containsExactly(second, first);
        assertThat(ids(new Filter(none(), none(), Optional.of(FRA), none(), none())))
                .containsExactly(first);
        assertThat(ids(new Filter(none(), none(), none(), Optional.of(from), Optional.of(until))))
                .containsExactly(second);
    }

    @Test
    void theTasksOfAnotherProjectAreNotThere() {
        accepted("a.mp4");
        assertThat(list.page(GLOBEX.id(), Filter.NONE, "", 9).tasks()).isEmpty();
    }

    @Test
    void whatIsSeldomIsFoundInSeveralPagesOfLimitedWork() {
        var rare = accepted("rare.mp4");
        store(10_100);
        var wanted = new Filter(none(), Optional.of("http://cdn.example.com/rare.mp4"), none(), none(), none());
        var first = list.page(ACME.id(), wanted, "", 10);
        assertThat(first.tasks()).isEmpty();
        var second = list.page(ACME.id(), wanted, first.next().orElseThrow().value(), 10);
        assertThat(second.tasks()).extracting(TaskSummary::id).containsExactly(rare);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void aSmallPageFindsWhatIsSeldomBehindManyOthers() {
        var rare = accepted("rare.mp4");
        store(9_500);
        var wanted = new Filter(none(), Optional.of("http://cdn.example.com/rare.mp4"), none(), none(), none());
        assertThat(list.page(ACME.id(), wanted, "", 1).tasks())
                .extracting(TaskSummary::id)
                .containsExactly(rare);
    }

    private void begin(List<EdgeName> edges) {
        var tree = EdgeTree.of(edges);
        tasks = new GivenTasks(database, tree, new Quota(1_000_000, ZoneOffset.UTC), () -> now);
        queue = GivenTasks.queue(database, tree, () -> now);
    }

    private TaskId accepted(String... names) {
        var urls = Stream.of(names)
                .map(name -> StreamingUrl.stored("http://cdn.example.com/" + name))
                .toList();
        now = now.plusMillis(1);
        return ((Submission.Accepted) tasks.submit(ACME, new Order(new RequestKey.None(), 1, urls))).task();
    }

    // as they are accepted, but in one transaction
    private void store(int many) {
        database.write(tx -> {
            for (int i = 0; i < many; i++) {
                now = now.plusMillis(1);
                var id = TaskId.next(now).value();
                tx.sql("INSERT INTO task (task_id, project_id, created_at) VALUES (:task, 'p1', :now)")
                        .with("task", id)
                        .with("now", now)
                        .update();
                tx.sql("""
                        INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                            objects_done, objects_known, bytes_done, bytes_received)
                        VALUES (:task, 0, 'p1', 'acme', 'http://cdn.example.com/a.mp4', 'sg-1', 2, 0, 1, 1, 1, 1, 1, 1)""").with("task", id).update();
            }
            return many;
        });
    }

    private void prove(Fill fill) {
        queue.succeed(fill, new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.empty()), Progress.NONE));
    }

    private static Filter status(Status status) {
        return new Filter(Optional.of(status), none(), none(), none(), none());
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private List<TaskSummary> all(Filter filter) {
        return list.page(ACME.id(), filter, "", 100).tasks();
    }

    private List<TaskId> ids(Filter filter) {
        return all(filter).stream().map(TaskSummary::id).toList();
    }
}
