package dev.preheat.preheat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Tasks and fills, as rows: the queue and the truth. Every change of a fill is one guarded statement, and its row count
 * is read.
 */
public final class TaskStore {
    /** How long a claim holds without being renewed. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final int LONGEST_REASON = 1_000;
    private static final int PURGED_AT_ONCE = 500;

    private final Database database;
    private final Quota quota;
    private final InstantSource clock;

    public TaskStore(Database database, Quota quota, InstantSource clock) {
        this.database = database;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * Charges the day's quota and writes the task and its fills, URL by URL, in one transaction; or writes nothing.
     *
     * <p>A request accepted before, known by its key, is charged no more: its first task is the answer.
     */
    Submission submit(Project project, Order order, List<EdgeName> edges) {
        var now = clock.instant();
        var task = TaskId.next(now);
        return database.write(tx -> {
            var first = AcceptedRequests.enter(tx, order.key(), task);
            if (first.isPresent()) {
                return new Submission.Accepted(first.get());
            }
            if (!charged(tx, project, order.cost(), now)) {
                AcceptedRequests.leave(tx, order.key());
                return new Submission.QuotaSpent(quota.assetsPerDay());
            }
            tx.update(
                    "INSERT INTO task (task_id, project_id, created_at) VALUES (?, ?, ?)",
                    task.value(),
                    project.id().value(),
                    now);
            insertFills(tx, new NewTask(task, project.id(), now), order.urls(), edges);
            return new Submission.Accepted(task);
        });
    }

    /** The task that the very same request was accepted with before. */
    Optional<TaskId> first(RequestKey key) {
        return database.read(tx -> AcceptedRequests.find(tx, key));
    }

    /** The task, if this project has it. */
    public Optional<PreheatTask> find(ProjectId project, TaskId task) {
        return database.read(tx -> {
            var created = tx.queryOne(
                    "SELECT created_at FROM task WHERE task_id = ? AND project_id = ?",
                    row -> row.instant("created_at"),
                    task.value(),
                    project.value());
            return created.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PreheatTask(task, project, created.get(), fills(tx, task)));
        });
    }

    /** Takes at most {@code most} due fills of an edge for {@link #LEASE}, the longest due first. */
    public List<Fill> claim(EdgeName edge, int most) {
        var now = clock.instant();
        if (most == 0 || !anyDue(edge, now)) {
            return List.of();
        }
        return database.write(tx -> tx.query("""
                UPDATE fill SET state = 1, epoch = epoch + 1, due_at = ?,
                    attempt = attempt + CASE WHEN state = 0 THEN 1 ELSE 0 END
                WHERE (task_id, position) IN (
                    SELECT task_id, position FROM fill
                    WHERE edge = ? AND state < 2 AND due_at <= ? ORDER BY due_at, task_id, position LIMIT ?)
                RETURNING task_id, position, project_id, url, edge, epoch, attempt""", TaskStore::claimed, now.plus(LEASE), edge.value(), now, most));
    }

    /** Renews the lease and notes the progress; false when the fill is no longer the claimer's. */
    public boolean renew(Fill fill, Progress progress) {
        return 1
                == database.write(tx -> tx.update(
                        """
                        UPDATE fill SET due_at = ?, objects_done = ?, objects_known = ?, bytes_done = ?, bytes_received = ?
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""",
                        clock.instant().plus(LEASE),
                        progress.objectsDone(),
                        progress.objectsKnown(),
                        progress.bytesDone(),
                        progress.bytesReceived(),
                        fill.task().value(),
                        fill.position(),
                        fill.epoch()));
    }

    /** Writes that the fill was proved; false when it is no longer the claimer's. */
    public boolean succeed(Fill fill, Proved outcome) {
        var proof = outcome.proof();
        return end(
                fill,
                new Ending(
                        FillState.SUCCEEDED,
                        clock.instant(),
                        outcome.progress(),
                        Optional.of(proof),
                        Optional.empty()));
    }

    /** Writes that the fill failed for good; false when it is no longer the claimer's. */
    public boolean fail(Fill fill, Failed outcome) {
        return end(
                fill,
                new Ending(
                        FillState.FAILED, clock.instant(), outcome.progress(), Optional.empty(), Optional.of(outcome)));
    }

    /** Writes that an attempt failed and another may begin at {@code due}; false when it is no longer the claimer's. */
    public boolean again(Fill fill, Failed outcome, Instant due) {
        return end(
                fill, new Ending(FillState.WAITING, due, outcome.progress(), Optional.empty(), Optional.of(outcome)));
    }

    /** Gives a claim back as if it had never been taken; false when it is no longer the claimer's. */
    public boolean release(Fill fill) {
        return 1
                == database.write(
                        tx -> tx.update("""
                        UPDATE fill SET state = 0, due_at = ?, attempt = attempt - 1
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""", clock.instant(), fill.task().value(), fill.position(), fill.epoch()));
    }

    /** Ends all leases, for a store that only this process can hold: whoever held them is dead. Returns how many. */
    public int endLeases() {
        return database.write(tx -> tx.update("UPDATE fill SET due_at = ? WHERE state = 1", clock.instant()));
    }

    /** Deletes tasks older than {@code before}, some hundreds at once; returns how many, 0 when none is left. */
    public int purge(Instant before) {
        return database.write(tx -> {
            var old = tx.query(
                    "SELECT task_id FROM task WHERE task_id < ? ORDER BY task_id LIMIT ?",
                    row -> row.text("task_id"),
                    TaskId.smallest(before),
                    PURGED_AT_ONCE);
            for (var task : old) {
                tx.update("DELETE FROM fill WHERE task_id = ?", task);
                tx.update("DELETE FROM task WHERE task_id = ?", task);
            }
            AcceptedRequests.purge(tx, clock.instant());
            tx.update("DELETE FROM quota_usage WHERE day < ?", quota.day(before).toEpochDay());
            return old.size();
        });
    }

    private boolean charged(Tx tx, Project project, int cost, Instant now) throws SQLException {
        return cost <= quota.assetsPerDay()
                && 1
                        == tx.update(
                                """
                                INSERT INTO quota_usage (account, day, used) VALUES (?, ?, ?)
                                ON CONFLICT (account, day) DO UPDATE SET used = quota_usage.used + excluded.used
                                WHERE quota_usage.used + excluded.used <= ?""",
                                project.account().value(),
                                quota.day(now).toEpochDay(),
                                cost,
                                quota.assetsPerDay());
    }

    private record NewTask(TaskId id, ProjectId project, Instant now) {}

    private static void insertFills(Tx tx, NewTask task, List<StreamingUrl> urls, List<EdgeName> edges)
            throws SQLException {
        int position = 0;
        for (var url : urls) {
            for (var edge : edges) {
                tx.update(
                        """
                        INSERT INTO fill (task_id, position, project_id, url, edge, state, due_at, epoch, attempt,
                            objects_done, objects_known, bytes_done, bytes_received)
                        VALUES (?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, 0, 0)""",
                        task.id().value(),
                        position++,
                        task.project().value(),
                        url.given(),
                        edge.value(),
                        task.now());
            }
        }
    }

    // A look costs a read; a claim costs the one writer a transaction.
    private boolean anyDue(EdgeName edge, Instant now) {
        return database.read(tx -> tx.queryOne(
                        "SELECT 1 AS due FROM fill WHERE edge = ? AND state < 2 AND due_at <= ? LIMIT 1",
                        row -> row.integer("due"),
                        edge.value(),
                        now))
                .isPresent();
    }

    private static Fill claimed(Row row) throws SQLException {
        return new Fill(
                new TaskId(row.text("task_id")),
                row.integer("position"),
                new ProjectId(row.text("project_id")),
                StreamingUrl.stored(row.text("url")),
                new EdgeName(row.text("edge")),
                row.integer("epoch"),
                row.integer("attempt"));
    }

    private record Ending(
            FillState state, Instant due, Progress progress, Optional<Proof> proof, Optional<Failed> failed) {}

    private boolean end(Fill fill, Ending ending) {
        return 1
                == database.write(tx -> tx.update(
                        """
                        UPDATE fill SET state = ?, due_at = ?, objects_done = ?, objects_known = ?, bytes_done = ?,
                            bytes_received = ?, failure = ?, reason = ?, proof = ?, proved_at = ?, fresh_until = ?
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""",
                        ending.state().code(),
                        ending.due(),
                        ending.progress().objectsDone(),
                        ending.progress().objectsKnown(),
                        ending.progress().bytesDone(),
                        ending.progress().bytesReceived(),
                        ending.failed().map(failed -> failed.failure().word()),
                        ending.failed().map(failed -> shortened(failed.reason())),
                        ending.proof().map(proof -> proof.kind().word()),
                        ending.proof().map(Proof::at),
                        ending.proof().flatMap(Proof::freshUntil),
                        fill.task().value(),
                        fill.position(),
                        fill.epoch()));
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private static List<FillRecord> fills(Tx tx, TaskId task) throws SQLException {
        return tx.query("""
                SELECT url, edge, state, attempt, due_at, objects_done, objects_known, bytes_done, bytes_received,
                    failure, reason, proof, proved_at, fresh_until
                FROM fill WHERE task_id = ? ORDER BY position""", FillRow::record, task.value());
    }
}
