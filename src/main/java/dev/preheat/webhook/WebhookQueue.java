package dev.preheat.webhook;

import dev.preheat.catalogue.AssetId;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.SetBack;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.Webhook;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What webhooks are still to be told, as rows that {@link Notices} wrote. */
public final class WebhookQueue {
    /** How long something may be under way before it is sent again: longer than any attempt takes. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    /** How long it is tried. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** How many URLs are named: an asset has up to 1,000, and a body is to stay small. */
    public static final int MOST_URLS = 100;

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
     * @param attempt which one this is, from 1
     */
    public record Delivery(
            String id, Webhook.Event event, ProjectId project, TaskId task, Told told, Instant at, int attempt) {
        private Delivery with(Told other) {
            return new Delivery(id, event, project, task, other, at, attempt);
        }
    }

    /**
     * What is told of a task; the same at each attempt.
     *
     * @param status the task's when it happened
     * @param failedEdges those in which a fill had failed by then
     * @param asset what was asked for by its id
     * @param urls its first {@link #MOST_URLS}
     */
    public record Told(
            String status, List<String> failedEdges, Optional<AssetId> asset, List<String> urls, int urlCount) {
        public Told {
            failedEdges = List.copyOf(failedEdges);
            urls = List.copyOf(urls);
        }
    }

    /** Takes at most {@code most} that are due for a webhook, the longest due first. */
    public List<Delivery> claim(Webhook webhook, int most) {
        var now = clock.instant();
        return database.write(
                "webhook " + webhook.url(),
                tx -> told(
                        tx,
                        tx.query(
                                """
                        UPDATE webhook_delivery SET due_at = ?, attempt = attempt + 1
                        WHERE delivery_id IN (
                            SELECT delivery_id FROM webhook_delivery
                            WHERE webhook = ? AND project_id = ? AND (due_at <= ? OR due_at > ?)
                            ORDER BY due_at, delivery_id LIMIT ?)
                            AND (due_at <= ? OR due_at > ?)
                        RETURNING delivery_id, event, project_id, task_id, status, failed_edges, created_at, attempt""",
                                WebhookQueue::delivery,
                                now.plus(LEASE),
                                webhook.url().toString(),
                                webhook.project().value(),
                                now,
                                now.plus(SetBack.LONGEST_WAIT),
                                most,
                                now,
                                now.plus(SetBack.LONGEST_WAIT))));
    }

    private static List<Delivery> told(Tx tx, List<Delivery> claimed) throws SQLException {
        var told = new ArrayList<Delivery>();
        for (var one : claimed) {
            told.add(one.with(told(tx, one)));
        }
        return told;
    }

    // What a task was asked for stays as it is; it need not be kept with each delivery.
    private static Told told(Tx tx, Delivery delivery) throws SQLException {
        var task = delivery.task().value();
        var asset = tx.queryOne(
                        "SELECT asset_id FROM task WHERE task_id = ?", row -> row.optionalText("asset_id"), task)
                .flatMap(Function.identity());
        var urls = tx.query(
                "SELECT url FROM fill WHERE task_id = ? GROUP BY url ORDER BY MIN(position)",
                row -> row.text("url"),
                task);
        return new Told(
                delivery.told().status(),
                delivery.told().failedEdges(),
                asset.map(AssetId::new),
                urls.subList(0, Math.min(MOST_URLS, urls.size())),
                urls.size());
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

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static Delivery delivery(Row row) throws SQLException {
        var event = row.text("event");
        return new Delivery(
                row.text("delivery_id"),
                Webhook.Event.of(event).orElseThrow(() -> new SQLException("no webhook event is called " + event)),
                new ProjectId(row.text("project_id")),
                new TaskId(row.text("task_id")),
                new Told(row.text("status"), names(row.text("failed_edges")), Optional.empty(), List.of(), 0),
                row.instant("created_at"),
                row.integer("attempt"));
    }
}
