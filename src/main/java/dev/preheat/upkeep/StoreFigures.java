package dev.preheat.upkeep;

import dev.preheat.preheat.FillState;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.Quota;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Figures of the store for those who watch it: how much waits, for how long, and how much quota is used. */
public final class StoreFigures {
    private static final int MOST_ACCOUNTS = 1_000;
    private static final String QUEUES = FillState.sql("""
            SELECT edge, COUNT(*) AS fills, MIN(task_id) AS oldest FROM fill WHERE state < ENDED GROUP BY edge""");

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
     * @param oldest the time at which the task of the oldest was accepted
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

    /** Counts, which takes as long as a walk through the index of unfinished fills. */
    public Figures read() {
        var today = quota.day(clock.instant()).toEpochDay();
        return database.read(tx -> new Figures(
                tx.sql(QUEUES)
                        .list(row -> new Queue(
                                row.text("edge"), row.number("fills"), new TaskId(row.text("oldest")).acceptedAt())),
                tx.sql("SELECT account, used FROM quota_usage WHERE day = :today ORDER BY account LIMIT :most")
                        .with("today", today)
                        .with("most", MOST_ACCOUNTS)
                        .list(row -> new Used(row.text("account"), row.integer("used")))));
    }
}
