package dev.preheat.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Threads that write: all units that wait share the next transaction and its one flush (group commit).
 *
 * <p>Limits: 8,192 waiting, half of them under one key ({@link WaitingWrites}), 512 in a transaction. The units of a
 * transaction run in the order of their keys: two transactions that need the same rows take them in the same order, and never
 * wait for each other in a circle.
 */
final class GroupWriter implements AutoCloseable {
    private static final int MOST_WAITING = 8_192;
    private static final int LARGEST_GROUP = 512;
    private static final long LOOK_MILLIS = 100;

    private final Engine engine;
    private final Duration patience;
    private final WaitingWrites waiting = new WaitingWrites(MOST_WAITING);
    private final List<Thread> threads;
    private volatile boolean closed;

    GroupWriter(Engine engine, Engine.Writers writers) {
        this.engine = engine;
        this.patience = writers.patience();
        // platform threads: the SQLite driver spends its life in native calls, which would hold a carrier
        this.threads = IntStream.rangeClosed(1, writers.connections())
                .mapToObj(number ->
                        Thread.ofPlatform().name("sql-writer-" + number).start(this::run))
                .toList();
    }

    /** Runs {@code work} in a transaction, among others in the order of {@code key}; returns when it is on the disk. */
    <T> T write(String key, Tx.Work<T> work) {
        var unit = new Unit<>(key, work);
        if (closed || !waiting.offer(unit)) {
            throw new StoreException(
                    "the store takes no more writes now", new SQLException("the queue is full or closed"));
        }
        return unit.await(patience);
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var writer = new Writer(engine);
        while (!closed || waiting.size() > 0) {
            try {
                writeNext(writer);
            } catch (InterruptedException _) {
                closed = true;
            }
        }
        writer.close();
    }

    private void writeNext(Writer writer) throws InterruptedException {
        var group = waiting.take(LARGEST_GROUP, LOOK_MILLIS);
        group.removeIf(Unit::withdrawn);
        group.sort(Comparator.comparing(Unit::key));
        if (!group.isEmpty()) {
            writer.write(List.copyOf(group));
        }
    }
}
