package dev.preheat.preheat;

import dev.preheat.preheat.FillTable.EarlyEnd;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ends fills early, and restarts those that failed. Each write raises the epoch, so that a claim under way changes nothing
 * from then on and ends at its next renewal.
 */
public final class TaskControl {
    private final Database database;
    private final EdgeTree edges;
    private final Witness witness;
    private final InstantSource clock;
    private final IntConsumer cancelled;

    /** @param cancelled is told of each call how many fills it has stopped */
    public TaskControl(Database database, EdgeTree edges, Witness witness, InstantSource clock, IntConsumer cancelled) {
        this.cancelled = cancelled;
        this.database = database;
        this.edges = edges;
        this.witness = witness;
        this.clock = clock;
    }

    /**
     * Fails every fill of the task that has not ended, as {@link FailureClass#CANCELLED}; one that has succeeded stays.
     *
     * @param reason for a person: by whom it was stopped, or why
     * @return how many there were; none for a task that this project does not have
     */
    public int cancel(ProjectId project, TaskId task, String reason) {
        var why = new FillRecord.Failure(FailureClass.CANCELLED, reason);
        var end = EarlyEnd.ofTask(new Witness.Subject(project, task), why);
        int stopped = database.write("task " + task, tx -> endEarly(tx, end));
        cancelled.accept(stopped);
        return stopped;
    }

    /** Ends fills that have not ended, inside somebody's transaction; returns how many there were. */
    public int endEarly(Tx tx, EarlyEnd end) throws SQLException {
        var ended = new AtomicInteger();
        witness.around(tx, end.task(), _ -> {
            ended.set(FillTable.endEarly(tx, end, clock.instant()));
            return ended.get() > 0;
        });
        return ended.get();
    }

    /**
     * Lets every failed fill of the task begin anew, as if it had never been tried; nothing is charged. One behind a shield
     * waits for it, as at first. A fill whose edge is no longer configured stays failed.
     *
     * @return how many there were; none for a task that this project does not have
     */
    public int retry(ProjectId project, TaskId task) {
        var subject = new Witness.Subject(project, task);
        return database.write(tx -> FillTable.restart(tx, subject, edges, clock.instant()));
    }
}
