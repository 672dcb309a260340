package dev.preheat.preheat;

import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Stops fills, and begins again those that failed. Each write raises the epoch, so that a claim under way changes nothing
 * from then on and ends at its next renewal.
 */
public final class TaskControl {
    private final Database database;
    private final EdgeTree edges;
    private final Notices notices;
    private final InstantSource clock;
    private final IntConsumer cancelled;

    public TaskControl(Database database, EdgeTree edges, Notices notices, InstantSource clock) {
        this(database, edges, notices, clock, _ -> {});
    }

    /** @param cancelled is told of each call how many fills it has stopped */
    public TaskControl(Database database, EdgeTree edges, Notices notices, InstantSource clock, IntConsumer cancelled) {
        this.cancelled = cancelled;
        this.database = database;
        this.edges = edges;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Fails every fill of the task that has not ended, as {@link FailureClass#CANCELLED}; what has succeeded stays.
     *
     * @param reason for a person: who stopped it, or why
     * @return how many there were; none for a task that this project does not have
     */
    public int cancel(ProjectId project, TaskId task, String reason) {
        var subject = new Notices.Subject(project, task);
        var stopped = new AtomicInteger(); // a transaction may run more than once
        database.write(
                "task " + task,
                tx -> notices.around(tx, subject, _ -> {
                    stopped.set(cancel(tx, subject, reason));
                    return stopped.get() > 0;
                }));
        cancelled.accept(stopped.get());
        return stopped.get();
    }

    private int cancel(Tx tx, Notices.Subject subject, String reason) throws SQLException {
        return tx.update(
                """
                UPDATE fill SET state = 3, epoch = epoch + 1, due_at = ?, failure = ?, reason = ?
                WHERE task_id = ? AND project_id = ? AND state < 2""",
                clock.instant(),
                FailureClass.CANCELLED.word(),
                reason,
                subject.task().value(),
                subject.project().value());
    }

    /** How many times one webhook has still to be told of the task. */
    public int untold(TaskId task) {
        return database.read(tx -> tx.queryOne(
                        "SELECT COUNT(*) AS untold FROM webhook_delivery WHERE task_id = ? GROUP BY webhook"
                                + " ORDER BY untold DESC LIMIT 1",
                        row -> row.integer("untold"),
                        task.value())
                .orElse(0));
    }

    /**
     * Lets every failed fill of the task begin anew, as if it had never been tried; nothing is charged. One behind a shield
     * waits for it, as at first. A fill whose edge is configured no more stays failed.
     *
     * @return how many there were; none for a task that this project does not have
     */
    public int retry(ProjectId project, TaskId task) {
        return database.write(tx -> {
            int begun = 0;
            for (var edge : edges.edges()) {
                begun += retry(tx, project, task, edge);
            }
            return begun;
        });
    }

    // A shield's fill that has failed is begun anew too, so that what has not succeeded there is waited for.
    private int retry(Tx tx, ProjectId project, TaskId task, EdgeName edge) throws SQLException {
        return tx.update(
                """
                UPDATE fill SET state = 0, epoch = epoch + 1, attempt = 0, objects_done = 0, objects_known = 0,
                    bytes_done = 0, bytes_received = 0, seconds_done = 0, seconds_known = 0, first_seconds_at = NULL,
                    objects_skipped = 0, objects_left_out = 0, omitted = NULL, live = 0, failure = NULL,
                    reason = NULL,
                    due_at = CASE WHEN EXISTS (
                        SELECT 1 FROM fill AS other WHERE other.task_id = fill.task_id AND other.url = fill.url
                        AND other.edge = ? AND other.state <> 2) THEN ? ELSE ? END
                WHERE task_id = ? AND project_id = ? AND edge = ? AND state = 3""",
                edges.shield(edge).map(EdgeName::value).orElse(""),
                FillQueue.HELD,
                clock.instant(),
                task.value(),
                project.value(),
                edge.value());
    }
}
