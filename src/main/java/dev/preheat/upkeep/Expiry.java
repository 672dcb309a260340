package dev.preheat.upkeep;

import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Quota;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Deletes what the store need keep no longer: a little in each transaction, so that nobody waits for it, and by one process
 * at a time.
 *
 * <p>A task that has not ended is kept for twice as long as one that has.
 */
public final class Expiry {
    private static final int TASKS_AT_ONCE = 50; // with all their fills
    private static final int ROWS_AT_ONCE = 1_000;
    private static final String REQUESTS = """
            DELETE FROM accepted_request WHERE (until_at, request_hash) IN (
                SELECT until_at, request_hash FROM accepted_request WHERE until_at < ? LIMIT ?)""";
    private static final String KEYS = """
            DELETE FROM idempotency_key WHERE key_hash IN (SELECT key_hash FROM idempotency_key WHERE until_at < ? LIMIT ?)""";
    private static final String QUOTAS = """
            DELETE FROM quota_usage WHERE (account, day) IN (SELECT account, day FROM quota_usage WHERE day < ? LIMIT ?)""";

    private final Database database;
    private final Quota quota;
    private final InstantSource clock;

    public Expiry(Database database, Quota quota, InstantSource clock) {
        this.database = database;
        this.quota = quota;
        this.clock = clock;
    }

    /** @param unfinished those of the tasks that had not ended */
    public record Forgotten(int tasks, int unfinished) {
        private Forgotten and(List<Old> more) {
            int over = (int) more.stream().filter(Old::over).count();
            int open = (int)
                    more.stream().filter(old -> old.over() && old.unfinished()).count();
            return new Forgotten(tasks + over, unfinished + open);
        }
    }

    /** @param over whether its time is */
    private record Old(String task, boolean unfinished, boolean over) {}

    /**
     * Forgets tasks that are older than {@code kept}, requests that can come no more, and quotas of days gone by.
     *
     * @param goesOn asked between two transactions
     */
    public Forgotten forget(Duration kept, BooleanSupplier goesOn) {
        var now = clock.instant();
        var before = now.minus(kept);
        forgetRows(REQUESTS, now, goesOn);
        forgetRows(KEYS, now, goesOn);
        forgetRows(QUOTAS, quota.day(before).toEpochDay(), goesOn);
        var forgotten = new Forgotten(0, 0);
        var page = page("", before, before.minus(kept));
        while (!page.isEmpty()) {
            forgotten = forgotten.and(page);
            page = goesOn.getAsBoolean() ? page(page.getLast().task(), before, before.minus(kept)) : List.of();
        }
        return forgotten;
    }

    /** Looks at the next tasks, and forgets those of them whose time is over. */
    private List<Old> page(String after, Instant before, Instant longBefore) {
        return database.alone("expiry", tx -> {
            var page = tx.query(
                    """
                    SELECT task_id, CASE WHEN EXISTS (
                        SELECT 1 FROM fill WHERE fill.task_id = task.task_id AND state < 2) THEN 1 ELSE 0 END AS unfinished
                    FROM task WHERE task_id > ? AND task_id < ? ORDER BY task_id LIMIT ?""", row -> old(row, TaskId.smallest(longBefore)), after, TaskId.smallest(before), TASKS_AT_ONCE);
            forget(tx, page);
            return page;
        });
    }

    private static Old old(Row row, String longBefore) throws SQLException {
        var task = row.text("task_id");
        boolean unfinished = row.integer("unfinished") == 1;
        return new Old(task, unfinished, !unfinished || task.compareTo(longBefore) < 0);
    }

    // Those that follow one another are a range of ids: as a rule the whole page is one.
    private static void forget(Tx tx, List<Old> page) throws SQLException {
        int first = 0;
        for (int i = 0; i <= page.size(); i++) {
            if (i == page.size() || !page.get(i).over()) {
                if (first < i) {
                    forget(tx, page.get(first), page.get(i - 1));
                }
                first = i + 1;
            }
        }
    }

    private static void forget(Tx tx, Old first, Old last) throws SQLException {
        tx.update("DELETE FROM fill WHERE task_id >= ? AND task_id <= ?", first.task(), last.task());
        tx.update("DELETE FROM task WHERE task_id >= ? AND task_id <= ?", first.task(), last.task());
    }

    private void forgetRows(String some, Object before, BooleanSupplier goesOn) {
        int rows = ROWS_AT_ONCE;
        while (rows == ROWS_AT_ONCE && goesOn.getAsBoolean()) {
            rows = database.alone("expiry", tx -> tx.update(some, before, ROWS_AT_ONCE));
        }
    }
}
