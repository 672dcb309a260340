package dev.preheat.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Units that wait to be written, in a line for each key. The lines take turns, so that however many wait in one, a unit that
 * comes to another is written next.
 *
 * <p>Limits: as many as there is room for, and half of that in one line.
 */
final class WaitingWrites {
    private final int room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private final Map<String, Deque<Unit<?>>> lines = new LinkedHashMap<>();
    private int waiting;

    WaitingWrites(int room) {
        this.room = room;
    }

    /** Puts a unit at the end of its line; false if there is no room. */
    boolean offer(Unit<?> unit) {
        lock.lock();
        try {
            var line = lines.getOrDefault(unit.key(), new ArrayDeque<>());
            if (waiting >= room || line.size() >= room / 2) {
                return false;
            }
            lines.putIfAbsent(unit.key(), line);
            line.add(unit);
            waiting++;
            come.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes at most {@code most}, one of each line in turn; none if none has come within {@code millis}. */
    List<Unit<?>> take(int most, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting == 0 && left > 0) {
                left = come.awaitNanos(left);
            }
            var taken = new ArrayList<Unit<?>>();
            while (waiting > 0 && taken.size() < most) {
                taken.add(next());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    // A line that had its turn goes to the end.
    private Unit<?> next() {
        var turn = lines.entrySet().iterator().next();
        var key = turn.getKey();
        var line = turn.getValue();
        var unit = line.remove();
        waiting--;
        if (line.isEmpty() || lines.size() > 1) {
            lines.remove(key);
        }
        if (!line.isEmpty()) {
            lines.putIfAbsent(key, line);
        }
        return unit;
    }
}
