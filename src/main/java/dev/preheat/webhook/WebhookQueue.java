package dev.preheat.webhook;

import dev.preheat.catalogue.AssetId;
import dev.preheat.preheat.FillTable;
import dev.preheat.preheat.TaskId;
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

/** The deliveries that webhooks still wait for, as rows that {@link Notices} wrote. */
public final class WebhookQueue {
    /** The time after which a delivery under way is sent again: longer than any attempt takes. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    /** The time for which it is tried. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** The most URLs that are named: an asset has up to 1,000, and a body must stay small. */
    public static final int MOST_URLS = 100;

    private static final int PURGED_AT_ONCE = 1_000;

    // Twice the longest pause: a delivery that waits longer was noted before the clock was set back.
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);

    private static final String CLAIM = """
            UPDATE webhook_delivery SET due_at = :lease_end, attempt = attempt + 1
            WHERE delivery_id IN (
                SELECT delivery_id FROM webhook_delivery
                WHERE webhook = :webhook AND project_id = :project AND (due_at <= :now OR due_at > :longest_wait)
                ORDER BY due_at, delivery_id LIMIT :most)
                AND (due_at <= :now OR due_at > :longest_wait)
            RETURNING delivery_id, event, project_id, task_id, status, failed_edges, created_at, attempt""";

    private final Database database;
    private final InstantSource clock;

    public WebhookQueue(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One event, as it is told to one webhook.
     *
     * @param id the same at each attempt, so that a receiver knows it again
     * @param attempt the number of this attempt, from 1
     */
    public record Delivery(
            String id, Webhook.Event event, ProjectId project, TaskId task, Told told, Instant at, int attempt) {
        private Delivery with(Told other) {
            return new Delivery(id, event, project, task, other, at, attempt);
        }
    }

    /**
     * The news of a task; the same at each attempt.
     *
     * @param status the task's when it happened
     * @param failedEdges those in which a fill had failed by then
     * @param asset the one that was asked for by its id
     * @param urls its first {@link #MOST_URLS}
     */
    public record Told(
            String status, List<String> failedEdges, Optional<AssetId> asset, List<String> urls, int urlCount) {
        public Told {
            failedEdges = List.copyOf(failedEdges);
            urls = List.copyOf(urls);
        }
    }

    /** Claims at most {@code most} that are due for a webhook, the longest due first. */
    public List<Delivery> claim(Webhook webhook, int most) {
        var now = clock.instant();
        return database.write(
                "webhook " + webhook.url(),
                tx -> told(
                        tx,
                        tx.sql(CLAIM)
                                .with("lease_end", now.plus(LEASE))
                                .with("webhook", webhook.url().toString())
                                .with("project", webhook.project().value())
                                .with("now", now)
                                .with("longest_wait", now.plus(LONGEST_WAIT))
                                .with("most", most)
                                .list(WebhookQueue::delivery)));
    }

    private static List<Delivery> told(Tx tx, List<Delivery> claimed) throws SQLException {
        var told = new ArrayList<Delivery>();
        for (var one : claimed) {
            told.add(one.with(told(tx, one)));
        }
        return told;
    }

    // A task's asset and URLs never change; they need not be kept with each delivery.
    private static Told told(Tx tx, Delivery delivery) throws SQLException {
        var asset = tx.sql("SELECT asset_id FROM task WHERE task_id = :task")
                .with("task", delivery.task().value())
                .first(row -> row.optionalText("asset_id"))
                .flatMap(Function.identity());
        var urls = FillTable.urls(tx, delivery.task());
        return new Told(
                delivery.told().status(),
                delivery.told().failedEdges(),
                asset.map(AssetId::new),
                urls.subList(0, Math.min(MOST_URLS, urls.size())),
                urls.size());
    }

    /** Counts the deliveries of the task that one webhook still waits for, of the webhook with the most. */
    public int untold(TaskId task) {
        return database.read(tx -> tx.sql("""
                        SELECT COUNT(*) AS untold FROM webhook_delivery WHERE task_id = :task GROUP BY webhook
                        ORDER BY untold DESC LIMIT 1""")
                .with("task", task.value())
                .first(row -> row.integer("untold"))
                .orElse(0));
    }

    /** Removes a delivery that was told, or never will be. */
    public void remove(Delivery delivery) {
        database.write(tx -> tx.sql("DELETE FROM webhook_delivery WHERE delivery_id = :delivery")
                .with("delivery", delivery.id())
                .update());
    }

    /** Notes that a delivery must be tried again at {@code due}. */
    public void again(Delivery delivery, Instant due) {
        database.write(tx -> tx.sql(
                        "UPDATE webhook_delivery SET due_at = :due WHERE delivery_id = :delivery AND attempt = :attempt")
                .with("due", due)
                .with("delivery", delivery.id())
                .with("attempt", delivery.attempt())
                .update());
    }

    /** Deletes what is older than {@link #KEPT}, of webhooks that are no longer configured; returns how many there were. */
    public int purge() {
        var before = TaskId.smallest(clock.instant().minus(KEPT));
        int purged = 0;
        int some = PURGED_AT_ONCE;
        while (some == PURGED_AT_ONCE) {
            some = database.write(tx -> tx.sql("""
                    DELETE FROM webhook_delivery WHERE delivery_id IN (
                        SELECT delivery_id FROM webhook_delivery WHERE delivery_id < :before LIMIT :some)""")
                    .with("before", before)
                    .with("some", PURGED_AT_ONCE)
                    .update());
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
