package dev.preheat.accept;

import dev.preheat.catalogue.AssetId;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillTable;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Accepts tasks: charges the day's quota, and writes the task with its fills. */
public final class Acceptance {
    private final Database database;
    private final EdgeTree edges;
    private final Quota quota;
    private final InstantSource clock;
    private final Runnable accepted;

    /** @param accepted runs when a task was accepted: its fills are due */
    public Acceptance(Database database, EdgeTree edges, Quota quota, InstantSource clock, Runnable accepted) {
        this.accepted = accepted;
        this.database = database;
        this.edges = edges;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * Charges the day's quota and writes the task and its fills, URL by URL, in one transaction; or writes nothing.
     *
     * <p>A request accepted before, known by its key, is not charged again: its first task is the answer.
     */
    public Submission submit(Project project, Order order) {
        var submission = database.write("quota " + project.account(), tx -> submit(tx, project, order));
        if (submission instanceof Submission.Accepted) {
            announce();
        }
        return submission;
    }

    /** Does the same inside another transaction, after which {@link #announce} is due. */
    Submission submit(Tx tx, Project project, Order order) throws SQLException {
        var now = clock.instant();
        var task = TaskId.next(now);
        // The account's quota first: any other request of that account, perhaps the same one, waits here.
        boolean charged = charged(tx, project, order.cost(), now);
        var first = charged ? AcceptedRequests.enter(tx, order.key(), task) : AcceptedRequests.find(tx, order.key());
        if (first.isPresent()) {
            giveBack(tx, project, charged ? order.cost() : 0, now);
            return first.get();
        }
        if (!charged) {
            return new Submission.QuotaSpent(quota.assetsPerDay());
        }
        insert(tx, task, project, order);
        return new Submission.Accepted(task);
    }

    /** Says that new fills are due. */
    void announce() {
        accepted.run();
    }

    /** Finds what was answered to the very same request before, or that its name is taken; empty for a new one. */
    public Optional<Submission> first(RequestKey key) {
        return database.read(tx -> AcceptedRequests.find(tx, key));
    }

    private boolean charged(Tx tx, Project project, int cost, Instant now) throws SQLException {
        return cost <= quota.assetsPerDay()
                && 1
                        == tx.sql("""
                        INSERT INTO quota_usage (account, day, used) VALUES (:account, :day, :cost)
                        ON CONFLICT (account, day) DO UPDATE SET used = quota_usage.used + excluded.used
                        WHERE quota_usage.used + excluded.used <= :most""")
                                .with("account", project.account().value())
                                .with("day", quota.day(now).toEpochDay())
                                .with("cost", cost)
                                .with("most", quota.assetsPerDay())
                                .update();
    }

    private void giveBack(Tx tx, Project project, int cost, Instant now) throws SQLException {
        tx.sql("UPDATE quota_usage SET used = used - :cost WHERE account = :account AND day = :day")
                .with("cost", cost)
                .with("account", project.account().value())
                .with("day", quota.day(now).toEpochDay())
                .update();
    }

    private void insert(Tx tx, TaskId task, Project project, Order order) throws SQLException {
        var now = task.acceptedAt();
        tx.sql("INSERT INTO task (task_id, project_id, created_at, asset_id) VALUES (:task, :project, :now, :asset)")
                .with("task", task.value())
                .with("project", project.id().value())
                .with("now", now)
                .with("asset", order.asset().map(AssetId::value))
                .insert();
        var owner = new Fill.Owner(project.account(), project.id());
        int position = 0;
        for (var url : order.urls()) {
            for (var edge : edges.edges()) {
                var due = edges.shield(edge).isPresent() ? FillRecord.HELD : now;
                FillTable.insert(tx, new Fill(task, position++, owner, url, edge, 0, 0), due);
            }
        }
    }
}
