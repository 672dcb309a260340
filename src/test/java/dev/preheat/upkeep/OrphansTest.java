package dev.preheat.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The fills of edges that nobody's configuration has any more. */
@ParameterizedClass
@EnumSource(TestStore.class)
class OrphansTest {
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final EdgeName KEPT = new EdgeName("kept");
    private static final EdgeName GONE = new EdgeName("gone");

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private Database database;

    @BeforeEach
    void open() {
        database = stores.open(dir);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWaitsForAnEdgeThatIsGoneHasFailedAndSaysSo() {
        var tree = EdgeTree.of(List.of(KEPT, GONE));
        var task = accepted(tree, 300);
        var queue = GivenTasks.queue(database, tree, clock);
        var held = queue.claim(GONE, ACME.account(), 1).getFirst();

        assertThat(endedAfterPatience()).isEqualTo(Map.of(GONE, 300));
        assertThat(orphans(KEPT).end()).isEmpty();

        assertThat(records(task, GONE)).hasSize(300).allSatisfy(record -> {
            assertThat(record.state()).isEqualTo(FillState.FAILED);
            assertThat(record.failure())
                    .contains(new FillRecord.Failure(
                            FailureClass.EDGE_GONE, "edge gone is no longer in the configuration"));
        });
        assertThat(records(task, KEPT)).hasSize(300).allMatch(record -> record.state() == FillState.WAITING);
        assertThat(queue.renew(held, Progress.NONE)).isFalse();
    }

    @Test
    void anEdgeThatAnotherProcessKnowsIsNotGone() {
        var task = accepted(EdgeTree.of(List.of(KEPT, GONE)), 1);
        new Processes(database, Set.of(), EdgeTree.of(List.of(GONE)), clock).beat();
        var orphans = orphans(KEPT);
        var ended = orphans.end();

        if (database.shared()) {
            assertThat(ended).isEmpty();
            clock.advance(Processes.SILENCE.plusSeconds(1));
            assertThat(orphans.end()).as("it may only be restarted").isEmpty();
            clock.advance(Orphans.PATIENCE.minusSeconds(1));
            assertThat(orphans.end()).isEmpty();
            new Processes(database, Set.of(), EdgeTree.of(List.of(GONE)), clock).beat();
            assertThat(orphans.end()).as("it is back").isEmpty();
            clock.advance(Processes.SILENCE.plusSeconds(1));
            assertThat(orphans.end()).as("patience begins anew").isEmpty();
            clock.advance(Orphans.PATIENCE);
            assertThat(orphans.end()).containsKey(GONE);
        }
        assertThat(records(task, GONE)).allMatch(record -> record.state() == FillState.FAILED);
    }

    @Test
    void whereAProcessDoesNotSayWhatItKnowsNothingIsEnded() {
        accepted(EdgeTree.of(List.of(KEPT, GONE)), 1);
        new Processes(database, Set.of(), EdgeTree.of(List.of()), clock).beat();
        assertThat(orphans(KEPT).end()).isEqualTo(database.shared() ? Map.of() : Map.of(GONE, 1));
    }

    @Test
    void aProcessWithoutEdgesEndsNothing() {
        accepted(EdgeTree.of(List.of(KEPT, GONE)), 1);
        assertThat(orphans().end()).isEmpty();
    }

    @Test
    void whatStoodBehindAShieldThatIsGoneIsDue() {
        var before = new EdgeTree(Map.of(GONE, Optional.empty(), KEPT, Optional.of(GONE)));
        accepted(before, 1);
        GivenTasks.queue(database, EdgeTree.of(List.of(KEPT)), clock).resume();
        orphans(KEPT).end();
        assertThat(GivenTasks.queue(database, EdgeTree.of(List.of(KEPT)), clock).accountsDue(KEPT))
                .containsExactly(ACME.account());
    }

    @Test
    void whatAProcessHeldForAShieldAfterWeBeganIsDueToo() {
        GivenTasks.queue(database, EdgeTree.of(List.of(KEPT)), clock).resume();
        accepted(new EdgeTree(Map.of(GONE, Optional.empty(), KEPT, Optional.of(GONE))), 1);
        endedAfterPatience();
        assertThat(GivenTasks.queue(database, EdgeTree.of(List.of(KEPT)), clock).accountsDue(KEPT))
                .containsExactly(ACME.account());
    }

    private Map<EdgeName, Integer> endedAfterPatience() {
        var orphans = orphans(KEPT);
        var atOnce = orphans.end();
        clock.advance(Orphans.PATIENCE);
        return database.shared() ? orphans.end() : atOnce;
    }

    private Orphans orphans(EdgeName... known) {
        var tree = EdgeTree.of(List.of(known));
        return new Orphans(database, tree, GivenTasks.control(database, tree, clock), clock);
    }

    private List<FillRecord> records(TaskId task, EdgeName edge) {
        return new GivenTasks(database, EdgeTree.of(List.of(KEPT)), new Quota(1_000, ZoneOffset.UTC), clock)
                .find(ACME.id(), task).orElseThrow().fills().stream()
                        .filter(record -> record.edge().equals(edge))
                        .toList();
    }

    private TaskId accepted(EdgeTree edges, int urls) {
        var tasks = new GivenTasks(database, edges, new Quota(1_000, ZoneOffset.UTC), clock);
        var list = IntStream.range(0, urls)
                .mapToObj(i -> StreamingUrl.stored("http://cdn.example.com/" + i + ".mp4"))
                .toList();
        return ((Submission.Accepted) tasks.submit(ACME, new Order(new RequestKey.None(), 1, list))).task();
    }
}
