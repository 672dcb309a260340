package dev.preheat.preheat;

import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;

/** A witness of every change to the fills of a task, in the transaction that makes it. */
@FunctionalInterface
public interface Witness {
    /** Sees nothing. */
    Witness NONE = (tx, _, change) -> change.run(tx);

    /** Makes a change to fills of a task, and returns true if it changed anything. */
    boolean around(Tx tx, Subject subject, Tx.Work<Boolean> change) throws SQLException;

    /** The task that a change is about. */
    record Subject(ProjectId project, TaskId task) {
        static Subject of(Fill fill) {
            return new Subject(fill.project(), fill.task());
        }
    }
}
