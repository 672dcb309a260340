package dev.preheat.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: whoever waits shares the next transaction and its one flush (group commit).
 *
 * <p>Limits: 8,192 waiting, 512 in a transaction. When a transaction fails, its units run again one by one, so that one
 * bad unit fails alone.
 */
final class GroupWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);
    private static final int MOST_WAITING = 8_192;
    private static final int LARGEST_GROUP = 512;

    /** Opens the writing connection, anew after it broke. */
    @FunctionalInterface
    interface Opening {
        Tx open() throws SQLException;
    }

    private final Opening opening;
    private final ArrayBlockingQueue<Unit<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Tx open;

    GroupWriter(Opening opening) {
        this.opening = opening;
        // a platform thread: it spends its life in the driver's native calls, which would hold a carrier
        this.thread = Thread.ofPlatform().name("sql-writer").start(this::run);
    }

    /** Runs {@code work} in a transaction; returns when it is on the disk. */
    <T> T write(Tx.Work<T> work) {
        var unit = new Unit<>(work);
        if (closed || !waiting.offer(unit)) {
            throw new StoreException(
                    "the store takes no more writes now", new SQLException("the queue is full or closed"));
        }
        return unit.await();
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            try {
                runOnce();
            } catch (InterruptedException _) {
                closed = true;
            }
        }
        forget();
    }

    private void runOnce() throws InterruptedException {
        var first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            var group = new ArrayList<Unit<?>>();
            group.add(first);
            waiting.drainTo(group, LARGEST_GROUP - 1);
            commit(group);
        }
    }

    private void commit(List<Unit<?>> group) {
        try {
            var tx = tx();
            tx.execute("BEGIN IMMEDIATE");
            for (var unit : group) {
                unit.run(tx);
            }
            tx.execute("COMMIT");
            group.forEach(Unit::done);
        } catch (SQLException | RuntimeException failure) {
            rollback();
            apart(group, failure);
        }
    }

    private void apart(List<Unit<?>> group, Exception failure) {
        if (group.size() == 1) {
            group.getFirst().failed(failure);
        } else {
            group.forEach(unit -> commit(List.of(unit)));
        }
    }

    private Tx tx() throws SQLException {
        if (open == null) {
            open = opening.open();
        }
        return open;
    }

    // After a full disk the driver may have rolled back already; a connection that cannot is given up.
    private void rollback() {
        if (open == null) {
            return;
        }
        try {
            open.execute("ROLLBACK");
        } catch (SQLException notInTransaction) {
            log.debug("rollback", notInTransaction);
            forget();
        }
    }

    private void forget() {
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException broken) {
                log.debug("close", broken);
            }
            open = null;
        }
    }

    /** One caller's work, its result, and his wait for the flush. */
    private static final class Unit<T> {
        private final Tx.Work<T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T result;

        Unit(Tx.Work<T> work) {
            this.work = work;
        }

        void run(Tx tx) throws SQLException {
            result = work.run(tx);
        }

        @SuppressWarnings("NullAway") // complete(null) is how a work without a result ends
        void done() {
            answer.complete(result);
        }

        void failed(Exception failure) {
            answer.completeExceptionally(failure);
        }

        /** Waits to the end even when interrupted: what is being committed cannot be taken back. */
        T await() {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return answer.get();
                    } catch (InterruptedException _) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException failed) {
                throw thrown(failed);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static RuntimeException thrown(ExecutionException failed) {
            return failed.getCause() instanceof RuntimeException bug
                    ? bug
                    : new StoreException("the store did not take the write", failed);
        }
    }
}
