package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Order;
import dev.preheat.accept.QuotaBook;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping fills and beginning them anew. */
class TaskControlTest {
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final ProjectId OTHER = new ProjectId("p2");
    private static final EdgeName SHIELD = new EdgeName("shield");
    private static final EdgeName EDGE = new EdgeName("edge");
    private static final String FILM = "http://cdn.example.com/film.mp4";
    private static final String TRAILER = "http://cdn.example.com/trailer.mp4";

    @TempDir
    Path dir;

    private final Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private TaskControl control;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        var shields = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        shields.put(SHIELD, Optional.empty());
        shields.put(EDGE, Optional.of(SHIELD));
        var edges = new EdgeTree(shields);
        tasks = new GivenTasks(database, edges, new Quota(10, ZoneOffset.UTC), () -> now);
        queue = GivenTasks.queue(database, edges, () -> now);
        control = GivenTasks.control(database, edges, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatHasNotEndedIsCancelledAndWhatHasSucceededStays() {
        var task = accepted(FILM, TRAILER);
        queue.succeed(claim(SHIELD).getFirst(), proved());
        assertThat(control.cancel(ACME.id(), task, "cancelled by ann")).isEqualTo(3);
        assertThat(states(task))
                .containsExactly(FillState.SUCCEEDED, FillState.FAILED, FillState.FAILED, FillState.FAILED);
        assertThat(fills(task).get(1).failure())
                .contains(new FillRecord.Failure(FailureClass.CANCELLED, "cancelled by ann"));
        assertThat(control.cancel(ACME.id(), task, "cancelled by bob")).isZero();
        assertThat(claim(SHIELD)).isEmpty();
        assertThat(claim(EDGE)).isEmpty();
    }

    @Test
    void aClaimUnderWayChangesNothingAfterACancel() {
        var task = accepted(FILM);
        var fill = claim(SHIELD).getFirst();
        control.cancel(ACME.id(), task, "cancelled by ann");
        assertThat(queue.renew(fill, Progress.NONE)).isFalse();
        assertThat(queue.succeed(fill, proved())).isFalse();
        assertThat(queue.again(fill, failed(), now)).isFalse();
        assertThat(queue.release(fill)).isFalse();
        assertThat(states(task)).containsOnly(FillState.FAILED);
    }

    @Test
    void anotherProjectStopsAndBeginsNothing() {
        var task = accepted(FILM);
        assertThat(control.cancel(OTHER, task, "cancelled by eve")).isZero();
        control.cancel(ACME.id(), task, "cancelled by ann");
        assertThat(control.retry(OTHER, task)).isZero();
    }

    @Test
    void aRetryBeginsWhatFailedAndNothingElse() {
        var task = accepted(FILM, TRAILER);
        var atShield = claim(SHIELD);
        queue.succeed(atShield.get(0), proved());
        queue.fail(atShield.get(1), failed());
        var atEdge = claim(EDGE);
        queue.fail(atEdge.get(0), failed());
        queue.succeed(atEdge.get(1), proved());

        assertThat(control.retry(ACME.id(), task)).isEqualTo(2);
        assertThat(states(task))
                .containsExactly(FillState.SUCCEEDED, FillState.WAITING, FillState.WAITING, FillState.SUCCEEDED);
        var begun = fills(task).get(1);
        assertThat(begun.attempts()).isZero();
        assertThat(begun.failure()).isEmpty();
        assertThat(begun.progress()).isEqualTo(Progress.NONE);
        assertThat(claim(EDGE)).as("its shield has it").hasSize(1);
        assertThat(claim(SHIELD)).hasSize(1);
    }

    @Test
    void aRetryBehindAShieldThatFailedTooWaitsForIt() {
        var task = accepted(FILM);
        control.cancel(ACME.id(), task, "cancelled by ann");
        assertThat(control.retry(ACME.id(), task)).isEqualTo(2);
        assertThat(claim(EDGE)).isEmpty();
        queue.succeed(claim(SHIELD).getFirst(), proved());
        assertThat(claim(EDGE)).hasSize(1);
    }

    @Test
    void theClaimOfAFillThatWasCancelledAndBegunAnewChangesNothing() {
        var task = accepted(FILM);
        var late = claim(SHIELD).getFirst();
        control.cancel(ACME.id(), task, "cancelled by ann");
        control.retry(ACME.id(), task);
        var mine = claim(SHIELD).getFirst();
        assertThat(mine.attempt()).isEqualTo(1);
        assertThat(queue.succeed(late, proved())).isFalse();
        assertThat(queue.succeed(mine, proved())).isTrue();
    }

    @Test
    void aRetryChargesNothing() {
        var quotas = new QuotaBook(database, new Quota(10, ZoneOffset.UTC), () -> now);
        var task = accepted(FILM);
        control.cancel(ACME.id(), task, "cancelled by ann");
        control.retry(ACME.id(), task);
        var standing = quotas.of(ACME.account());
        assertThat(standing.used()).isEqualTo(1);
        assertThat(standing.left()).isEqualTo(9);
        assertThat(standing.resetsAt()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    private TaskId accepted(String... urls) {
        var list = Stream.of(urls).map(StreamingUrl::stored).toList();
        return ((Submission.Accepted) tasks.submit(ACME, new Order(new RequestKey.None(), 1, list))).task();
    }

    private List<Fill> claim(EdgeName edge) {
        return queue.claim(edge, ACME.account(), 10);
    }

    private List<FillRecord> fills(TaskId task) {
        return tasks.find(ACME.id(), task).orElseThrow().fills();
    }

    /** In the order shield, edge, URL by URL. */
    private List<FillState> states(TaskId task) {
        return fills(task).stream().map(FillRecord::state).toList();
    }

    private FillOutcome.Proved proved() {
        return new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.empty()), new Progress(1, 1, 5, 5));
    }

    private static FillOutcome.Failed failed() {
        return new FillOutcome.Failed(FailureClass.ORIGIN_ERROR, "404", true, new Progress(1, 2, 3, 4));
    }
}
