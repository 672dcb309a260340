package dev.preheat.upkeep;

import dev.preheat.loop.Loops;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.SetBack;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.Quota;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The background tasks that keep the store small and its fills moving. */
public final class Upkeep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final Duration MENDING = Duration.ofMinutes(1);

    private final Retention retention;
    private final Orphans orphans;
    private final SetBack setBack;
    private final Loops loops = new Loops();

    /** The time for which the results of tasks are kept, and the quota whose days are forgotten with them. */
    public record Kept(Duration tasks, Quota quota) {}

    public Upkeep(Database database, Kept kept, EdgeTree edges, Notices notices, InstantSource time) {
        this.retention =
                new Retention(new Expiry(database, kept.quota(), time), kept.tasks(), new Leap(time, System::nanoTime));
        this.orphans = new Orphans(database, edges, notices, time);
        this.setBack = new SetBack(database, time);
    }

    /** Begins all of them. */
    public void start() {
        loops.begin("retention", FORGETTING, () -> retention.forgetOld(() -> !loops.closed()));
        loops.begin("orphaned fills", MENDING, orphans::end);
        loops.begin("postponed fills", MENDING, this::mend);
    }

    /** Returns when each task has ended what it was about. */
    @Override
    public void close() {
        loops.close();
    }

    private void mend() {
        int mended = setBack.mend();
        if (mended > 0) {
            log.warn("the clock was set back: {} fills that waited for a time now far ahead are due again", mended);
        }
    }
}
