package dev.preheat.accept;

import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillRow;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Tasks as rows, with the fills they were accepted with; what happens to those is the {@link FillQueue}'s. */
public final class TaskStore {
    private final Database database;
    private final EdgeTree edges;
    private final Quota quota;
    private final InstantSource clock;
    private final Runnable accepted;

    public TaskStore(Database database, EdgeTree edges, Quota quota, InstantSource clock) {
        this(database, edges, quota, clock, () -> {});
    }

    /** @param accepted runs when a task was accepted: its fills are due */
    public TaskStore(Database database, EdgeTree edges, Quota quota, InstantSource clock, Runnable accepted) {
        this.accepted = accepted;
        this.database = database;
        this.edges = edges;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * Charges the day's quota and writes the task and its fills, URL by URL, in one transaction; or writes nothing.
     *
     * <p>A request accepted before, known by its key, is charged no more: its first task is the answer.
     */
    public Submission submit(Project project, Order order) {
        var submission = database.write("quota " + project.account(), tx -> submit(tx, project, order));
        if (submission instanceof Submission.Accepted) {
            announce();
        }
        return submission;
    }

    /** The same inside another transaction, after which {@link #announce} is due. */
    public Submission submit(Tx tx, Project project, Order order) throws SQLException {
        var now = clock.instant();
        var task = TaskId.next(now);
        // The account's quota first: whoever else has a request of that account, perhaps the same, waits here.
        boolean charged = charged(tx, project, order.cost(), now);
        var first = charged ? AcceptedRequests.enter(tx, order.key(), task) : AcceptedRequests.find(tx, order.key());
        if (first.isPresent()) {
            giveBack(tx, project, charged ? order.cost() : 0, now);
            return first.get();
        }
        if (!charged) {
            return new Submission.QuotaSpent(quota.assetsPerDay());
        }
        tx.insert(
                "INSERT INTO task (task_id, project_id, created_at, asset_id) VALUES (?, ?, ?, ?)",
                task.value(),
                project.id().value(),
                now,
                order.asset().map(AssetId::value));
        insertFills(tx, new NewTask(task, project, now), order.urls());
        return new Submission.Accepted(task);
    }

    /** Says that there are new fills due. */
    void announce() {
        accepted.run();
    }

    /** What was answered to the very same request before, or that its name is taken; empty for a new one. */
    public Optional<Submission> first(RequestKey key) {
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

    private void giveBack(Tx tx, Project project, int cost, Instant now) throws SQLException {
        tx.update(
                "UPDATE quota_usage SET used = used - ? WHERE account = ? AND day = ?",
                cost,
                project.account().value(),
                quota.day(now).toEpochDay());
    }

    private record NewTask(TaskId id, Project project, Instant now) {}

    private void insertFills(Tx tx, NewTask task, List<StreamingUrl> urls) throws SQLException {
        int position = 0;
        for (var url : urls) {
            for (var edge : edges.edges()) {
                tx.insert(
                        """
                        INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                            objects_done, objects_known, bytes_done, bytes_received)
                        VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, 0, 0)""",
                        task.id().value(),
                        position++,
                        task.project().id().value(),
                        task.project().account().value(),
                        url.given(),
                        edge.value(),
                        edges.shield(edge).isPresent() ? FillQueue.HELD : task.now());
            }
        }
    }

    private static List<FillRecord> fills(Tx tx, TaskId task) throws SQLException {
        return tx.query("""
                SELECT url, edge, state, attempt, due_at, objects_done, objects_known, bytes_done, bytes_received,
                    seconds_done, seconds_known, first_seconds_at, objects_skipped, objects_left_out, omitted, live, failure,
                    reason, proof, proved_at, fresh_until, proof_etag, proof_length, proof_age
                FROM fill WHERE task_id = ? ORDER BY position""", FillRow::record, task.value());
    }
}
