package dev.preheat.preheat;

import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Brings near what waits for longer than anything ever does: it was noted before the clock was set back. Done at the start and
 * again and again, as nobody says when a clock is set.
 *
 * <p>A lease then ends when one that is given now would, so that whoever lives can renew it; what waits for an attempt or a
 * look is due.
 */
public final class SetBack {
    // An attempt waits an hour at most, for an error to leave an edge; a look at what was withdrawn ten seconds.
    public static final Duration LONGEST_WAIT = Duration.ofHours(2);
    private static final Duration LONGEST_LEASE = FillQueue.LEASE.multipliedBy(2);

    private final Database database;
    private final InstantSource clock;

    public SetBack(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Mends what there is; how many fills and notes that were. */
    public int mend() {
        var now = clock.instant();
        return database.read(tx -> isThere(tx, now)) ? database.alone("set back", tx -> mend(tx, now)) : 0;
    }

    private static boolean isThere(Tx tx, Instant now) throws SQLException {
        return tx.queryOne(
                        """
                        SELECT CASE WHEN EXISTS (SELECT 1 FROM fill WHERE state < 2 AND due_at < ?
                                AND due_at > CASE WHEN state = 1 THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END)
                            OR EXISTS (SELECT 1 FROM withdrawal WHERE due_at > ?) THEN 1 ELSE 0 END AS there""",
                        row -> row.integer("there") == 1,
                        FillQueue.HELD,
                        now.plus(LONGEST_LEASE),
                        now.plus(LONGEST_WAIT),
                        now.plus(LONGEST_WAIT))
                .orElse(false);
    }

    private static int mend(Tx tx, Instant now) throws SQLException {
        return tx.update(
                        "UPDATE fill SET due_at = ? WHERE state = 1 AND due_at > ?",
                        now.plus(FillQueue.LEASE),
                        now.plus(LONGEST_LEASE))
                + tx.update(
                        "UPDATE fill SET due_at = ? WHERE state = 0 AND due_at > ? AND due_at < ?",
                        now,
                        now.plus(LONGEST_WAIT),
                        FillQueue.HELD)
                + tx.update("UPDATE withdrawal SET due_at = ? WHERE due_at > ?", now, now.plus(LONGEST_WAIT));
    }
}
