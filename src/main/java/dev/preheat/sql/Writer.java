package dev.preheat.sql;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that writes, opened anew after it broke: a group of units becomes one transaction and one flush. */
final class Writer {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    private final Engine engine;
    private @Nullable Tx open;

    Writer(Engine engine) {
        this.engine = engine;
    }

    /** The end of an attempt to write a group. */
    private sealed interface Ended {}

    private record Committed() implements Ended {}

    /** A caller has withdrawn a unit; nothing is written. */
    private record Withdrawn() implements Ended {}

    /** A unit failed; nothing is written. */
    private record Refused(Exception failure) implements Ended {}

    /** The connection is gone; nothing is written. */
    private record Lost(Exception failure) implements Ended {}

    /** No connection can be opened. */
    private record Away(Exception failure) implements Ended {}

    /** The connection went while it committed. */
    private record InDoubt(Exception failure) implements Ended {}

    /**
     * Writes all of them. If one of them fails, they run again one by one, so that it fails alone; if the connection is lost, as
     * an idle one is when the server restarts, once more on a fresh one.
     */
    void write(List<Unit<?>> group) {
        var ended = attempt(group);
        if (ended instanceof Lost) {
            ended = attempt(group);
        }
        switch (ended) {
            case Committed() -> group.forEach(Unit::done);
            case Withdrawn() -> writeRest(group);
            case Refused(var failure) -> apart(group, failure);
            case Lost(var failure) -> fail(group, failure);
            case Away(var failure) -> fail(group, failure);
            case InDoubt(var failure) -> inDoubt(group, failure);
        }
    }

    void close() {
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException broken) {
                log.debug("close", broken);
            }
            open = null;
        }
    }

    private void writeRest(List<Unit<?>> group) {
        var rest = group.stream().filter(unit -> !unit.withdrawn()).toList();
        if (!rest.isEmpty()) {
            write(rest);
        }
    }

    private void apart(List<Unit<?>> group, Exception failure) {
        if (group.size() == 1) {
            group.getFirst().failed(failure);
        } else {
            group.forEach(unit -> write(List.of(unit)));
        }
    }

    private static void inDoubt(List<Unit<?>> group, Exception failure) {
        log.warn("the connection was lost during a commit: {} writes may or may not have been written", group.size());
        fail(group, failure);
    }

    private static void fail(List<Unit<?>> group, Exception failure) {
        group.forEach(unit -> unit.failed(failure));
    }

    private Ended attempt(List<Unit<?>> group) {
        boolean committing = false;
        try {
            var tx = begun();
            for (var unit : group) {
                unit.run(tx);
                tx.next();
            }
            tx.flush();
            if (!group.stream().allMatch(Unit::commits)) {
                rollback();
                group.forEach(Unit::reopen);
                return new Withdrawn();
            }
            committing = true;
            tx.execute("COMMIT");
            return new Committed();
        } catch (SQLException | RuntimeException failure) {
            group.forEach(Unit::reopen);
            return ended(failure, committing);
        }
    }

    private Tx begun() throws SQLException {
        var tx = open == null ? new Tx(engine.writing(), engine::named) : open;
        open = tx;
        tx.execute(engine.begin());
        return tx;
    }

    private Ended ended(Exception failure, boolean committing) {
        if (open == null) {
            return new Away(failure);
        }
        if (failure instanceof SQLException broken && engine.lost(broken)) {
            close();
            return committing && engine.inDoubt(broken) ? new InDoubt(failure) : new Lost(failure);
        }
        rollback();
        return new Refused(failure);
    }

    // After a full disk the driver may have rolled back already; a connection that cannot is given up.
    private void rollback() {
        if (open == null) {
            return;
        }
        try {
            open.rollback();
        } catch (SQLException notInTransaction) {
            log.debug("rollback", notInTransaction);
            close();
        }
    }
}
