package dev.preheat.preheat;

import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What webhooks are still to be told, as rows that {@link Notices} wrote. */
public final class WebhookQueue {
    /** How long something may be under way before it is sent again: longer than any attempt takes. */
    static final Duration LEASE = Duration.ofMinutes(1);

    /** How long it is tried. */
    public static final Duration KEPT = Duration.ofDays(1);

    private static final int PURGED_AT_ONCE = 1_000;

    private final Database database;
    private final InstantSource clock;

    public WebhookQueue(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Something to be told.
     *
     * @param id the same at each attempt, so that a receiver can tell what he has had
     * @param status the task's when it happened
     * @param attempt which one this is, from 1
     */
    public record Delivery(
            String id, Webhook.Event event, ProjectId project, TaskId task, String status, Instant at, int attempt) {}

    /** Takes at most {@code most} that are due for a webhook, the longest due first. */
    public List<Delivery> claim(Webhook webhook, int most) {
        var now = clock.instant();
        return database.write(
                "webhook " + webhook.url(),
                tx -> tx.query(
                        """
                        UPDATE webhook_delivery SET due_at = ?, attempt = attempt + 1
                        WHERE delivery_id IN (
                            SELECT delivery_id FROM webhook_delivery
                            WHERE webhook = ? AND project_id = ? AND due_at <= ? ORDER BY due_at, delivery_id LIMIT ?)
                            AND due_at <= ?
                        RETURNING delivery_id, event, project_id, task_id, status, created_at, attempt""",
                        WebhookQueue::delivery,
                        now.plus(LEASE),
                        webhook.url().toString(),
                        webhook.project().value(),
                        now,
                        most,
                        now));
    }

    /** It was told, or will never be. */
    public void remove(Delivery delivery) {
        database.write(tx -> tx.update("DELETE FROM webhook_delivery WHERE delivery_id = ?", delivery.id()));
    }

    /** It is to be tried again at {@code due}. */
    public void again(Delivery delivery, Instant due) {
        database.write(tx -> tx.update(
                "UPDATE webhook_delivery SET due_at = ? WHERE delivery_id = ? AND attempt = ?",
                due,
                delivery.id(),
                delivery.attempt()));
    }

    /** Forgets what is older than {@link #KEPT}: of webhooks that are configured no more; how many there were. */
    public int purge() {
        var before = TaskId.smallest(clock.instant().minus(KEPT));
        int purged = 0;
        int some = PURGED_AT_ONCE;
        while (some == PURGED_AT_ONCE) {
            some = database.write(tx -> tx.update("""
                    DELETE FROM webhook_delivery WHERE delivery_id IN (
                        SELECT delivery_id FROM webhook_delivery WHERE delivery_id < ? LIMIT ?)""", before, PURGED_AT_ONCE));
            purged += some;
        }
        return purged;
    }

    private static Delivery delivery(Row row) throws SQLException {
        var event = row.text("event");
        return new Delivery(
                row.text("delivery_id"),
                Webhook.Event.of(event).orElseThrow(() -> new SQLException("no webhook event is called " + event)),
                new ProjectId(row.text("project_id")),
                new TaskId(row.text("task_id")),
                row.text("status"),
                row.instant("created_at"),
                row.integer("attempt"));
    }
}
