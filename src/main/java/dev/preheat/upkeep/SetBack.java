package dev.preheat.upkeep;

import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Brings near what waits for longer than anything ever does: its time was noted before the clock was set back. Done at the
 * start and again and again, since nothing says when a clock is set.
 *
 * <p>A lease then ends when one given now would, so that a living claimer can renew it; an attempt or a look that waits is due.
 */
public final class SetBack {
    // An attempt waits an hour at most, for an error to leave an edge; a look at a withdrawal ten seconds.
    private static final Duration LONGEST_WAIT = Duration.ofHours(2);
    private static final Duration LONGEST_LEASE = FillQueue.LEASE.multipliedBy(2);

    private static final String IS_THERE = FillState.sql("""
            SELECT CASE WHEN EXISTS (SELECT 1 FROM fill WHERE state < ENDED AND due_at < :held AND due_at >
                    CASE WHEN state = RUNNING THEN CAST(:longest_lease AS BIGINT) ELSE CAST(:longest_wait AS BIGINT) END)
                OR EXISTS (SELECT 1 FROM withdrawal WHERE due_at > :longest_wait) THEN 1 ELSE 0 END AS there""");
    private static final String LEASES =
            FillState.sql("UPDATE fill SET due_at = :lease_end WHERE state = RUNNING AND due_at > :longest_lease");
    private static final String ATTEMPTS = FillState.sql(
            "UPDATE fill SET due_at = :now WHERE state = WAITING AND due_at > :longest_wait AND due_at < :held");
    private static final String LOOKS = "UPDATE withdrawal SET due_at = :now WHERE due_at > :longest_wait";

    private final Database database;
    private final InstantSource clock;

    public SetBack(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Mends what it finds, and returns how many fills and withdrawals those were. */
    public int mend() {
        var now = clock.instant();
        return database.read(tx -> isThere(tx, now)) ? database.alone("set back", tx -> mend(tx, now)) : 0;
    }

    private static boolean isThere(Tx tx, Instant now) throws SQLException {
        return tx.sql(IS_THERE)
                .with("held", FillRecord.HELD)
                .with("longest_lease", now.plus(LONGEST_LEASE))
                .with("longest_wait", now.plus(LONGEST_WAIT))
                .first(row -> row.flag("there"))
                .orElse(false);
    }

    private static int mend(Tx tx, Instant now) throws SQLException {
        int leases = tx.sql(LEASES)
                .with("lease_end", now.plus(FillQueue.LEASE))
                .with("longest_lease", now.plus(LONGEST_LEASE))
                .update();
        int attempts = tx.sql(ATTEMPTS)
                .with("now", now)
                .with("longest_wait", now.plus(LONGEST_WAIT))
                .with("held", FillRecord.HELD)
                .update();
        int looks = tx.sql(LOOKS)
                .with("now", now)
                .with("longest_wait", now.plus(LONGEST_WAIT))
                .update();
        return leases + attempts + looks;
    }
}
