package dev.preheat.webhook;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FillTable;
import dev.preheat.preheat.PreheatingResult;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.Witness;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Notes what webhooks must be told, in the very transaction that makes it so: an event that happened is told, after a crash
 * too, and one that did not happen is not.
 */
public final class Notices implements Witness {
    private static final String NOTE = """
            INSERT INTO webhook_delivery (delivery_id, webhook, event, project_id, task_id, status, failed_edges,
                created_at, due_at, attempt)
            VALUES (:delivery, :webhook, :event, :project, :task, :status, :failed_edges, :now, :now, 0)""";

    private final Supplier<List<Webhook>> webhooks;
    private final InstantSource clock;

    /** @param webhooks asked each time, so that a reload counts from the next change on */
    public Notices(Supplier<List<Webhook>> webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Makes a change to fills of a task, notes what it brings about, and returns true if it changed anything. */
    @Override
    public boolean around(Tx tx, Subject subject, Tx.Work<Boolean> change) throws SQLException {
        var wanted = webhooks.get().stream()
                .filter(one -> one.project().equals(subject.project()))
                .toList();
        if (wanted.isEmpty()) {
            return change.run(tx);
        }
        lock(tx, subject.task());
        boolean wasReady = FillTable.isReady(tx, subject.task());
        if (!change.run(tx)) {
            return false;
        }
        if (!wasReady && FillTable.isReady(tx, subject.task())) {
            note(tx, subject, Webhook.Event.FIRST_SECONDS, wanted);
        }
        if (FillTable.isFinished(tx, subject.task())) {
            note(tx, subject, Webhook.Event.FINISHED, wanted);
        }
        return true;
    }

    // Two processes that end the last two fills of a task at the same time would each not see the other's.
    private static void lock(Tx tx, TaskId task) throws SQLException {
        tx.sql("UPDATE task SET created_at = created_at WHERE task_id = :task")
                .with("task", task.value())
                .update();
    }

    private void note(Tx tx, Subject subject, Webhook.Event event, List<Webhook> wanted) throws SQLException {
        var now = clock.instant();
        var status = PreheatingResult.Status.of(FillTable.states(tx, subject.task()));
        var failed = FillTable.failedEdges(tx, subject.task()).stream()
                .map(EdgeName::value)
                .collect(Collectors.joining(","));
        for (var webhook : wanted) {
            if (webhook.events().contains(event)) {
                tx.sql(NOTE)
                        .with("delivery", TaskId.next(now).value())
                        .with("webhook", webhook.url().toString())
                        .with("event", event.word())
                        .with("project", subject.project().value())
                        .with("task", subject.task().value())
                        .with("status", status.word())
                        .with("failed_edges", failed)
                        .with("now", now)
                        .update();
            }
        }
    }
}
