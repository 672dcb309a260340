package dev.preheat.upkeep;

import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.Quota;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The figures of the store for the metrics: how much waits, for how long, and how much quota is used. */
public final class StoreFigures {
    private static final int MOST_ACCOUNTS = 1_000;

    private final Database database;
    private final Quota quota;
    private final InstantSource clock;

    public StoreFigures(Database database, Quota quota, InstantSource clock) {
        this.database = database;
        this.quota = quota;
        this.clock = clock;
    }

    /**
     * An edge's unfinished fills.
     *
     * @param oldest when the task of the oldest was accepted
     */
    public record Queue(String edge, long fills, Instant oldest) {}

    /** The part of today's quota that an account has used. */
    public record Used(String account, int used) {}

    /** All figures of one moment. */
    public record Figures(List<Queue> queues, List<Used> quotas) {
        public static final Figures NONE = new Figures(List.of(), List.of());

        public Figures {
            queues = List.copyOf(queues);
            quotas = List.copyOf(quotas);
        }
    }

    /** Counts, which takes as long as a walk through the index of what is unfinished. */
    public Figures read() {
        var today = quota.day(clock.instant()).toEpochDay();
        return database.read(tx -> new Figures(
                tx.query(
                        "SELECT edge, COUNT(*) AS fills, MIN(task_id) AS oldest FROM fill WHERE state < 2 GROUP BY edge",
                        row -> new Queue(
                                row.text("edge"), row.number("fills"), new TaskId(row.text("oldest")).acceptedAt())),
                tx.query(
                        "SELECT account, used FROM quota_usage WHERE day = ? ORDER BY account LIMIT ?",
                        row -> new Used(row.text("account"), row.integer("used")),
                        today,
                        MOST_ACCOUNTS)));
    }
}
