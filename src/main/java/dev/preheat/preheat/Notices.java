package dev.preheat.preheat;

import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Notes what webhooks are to be told in the very transaction that makes it so: what happened is told, after a crash too, and
 * what did not happen is not.
 */
public final class Notices {
    private final Supplier<List<Webhook>> webhooks;
    private final InstantSource clock;

    /** @param webhooks asked each time, so that a reload counts from the next change on */
    public Notices(Supplier<List<Webhook>> webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Nobody wants to be told anything. */
    public static Notices none() {
        return new Notices(List::of, () -> Instant.EPOCH);
    }

    /** A task that a change is about. */
    public record Subject(ProjectId project, TaskId task) {
        static Subject of(Fill fill) {
            return new Subject(fill.project(), fill.task());
        }
    }

    /** Makes a change to fills of a task, and notes what it brings about; whether it changed anything. */
    public boolean around(Tx tx, Subject subject, Tx.Work<Boolean> change) throws SQLException {
        var wanted = webhooks.get().stream()
                .filter(one -> one.project().equals(subject.project()))
                .toList();
        if (wanted.isEmpty()) {
            return change.run(tx);
        }
        lock(tx, subject);
        boolean wasReady = ready(tx, subject);
        if (!change.run(tx)) {
            return false;
        }
        if (!wasReady && ready(tx, subject)) {
            note(tx, subject, Webhook.Event.FIRST_SECONDS, wanted);
        }
        if (!exists(tx, "SELECT 1 AS one FROM fill WHERE task_id = ? AND state < 2 LIMIT 1", subject)) {
            note(tx, subject, Webhook.Event.FINISHED, wanted);
        }
        return true;
    }

    // Two processes that end the last two fills of a task at the same time would each not see the other's.
    private static void lock(Tx tx, Subject subject) throws SQLException {
        tx.update(
                "UPDATE task SET created_at = created_at WHERE task_id = ?",
                subject.task().value());
    }

    private static boolean ready(Tx tx, Subject subject) throws SQLException {
        return !exists(tx, """
                SELECT 1 AS one FROM fill WHERE task_id = ? AND first_seconds_at IS NULL AND state <> 2 LIMIT 1""", subject);
    }

    private static boolean exists(Tx tx, String sql, Subject subject) throws SQLException {
        return tx.queryOne(sql, row -> row.integer("one"), subject.task().value())
                .isPresent();
    }

    private void note(Tx tx, Subject subject, Webhook.Event event, List<Webhook> wanted) throws SQLException {
        var now = clock.instant();
        var status = status(tx, subject);
        var failed = failedEdges(tx, subject);
        for (var webhook : wanted) {
            if (webhook.events().contains(event)) {
                tx.update(
                        """
                        INSERT INTO webhook_delivery (delivery_id, webhook, event, project_id, task_id, status, failed_edges,
                            created_at, due_at, attempt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""",
                        TaskId.next(now).value(),
                        webhook.url().toString(),
                        event.word(),
                        subject.project().value(),
                        subject.task().value(),
                        status,
                        failed,
                        now,
                        now);
            }
        }
    }

    private static String failedEdges(Tx tx, Subject subject) throws SQLException {
        return String.join(
                ",",
                tx.query(
                        "SELECT DISTINCT edge FROM fill WHERE task_id = ? AND state = 3 ORDER BY edge",
                        row -> row.text("edge"),
                        subject.task().value()));
    }

    private static String status(Tx tx, Subject subject) throws SQLException {
        var states = tx.query(
                "SELECT DISTINCT state FROM fill WHERE task_id = ?",
                row -> FillState.ofCode(row.integer("state")),
                subject.task().value());
        return PreheatingResult.fold(states).word();
    }
}
