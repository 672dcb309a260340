package dev.preheat.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets one caller a key work at a time; the others wait and then find what it did. Keeps nothing of idle keys. */
final class Turns {
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    private record Turn(ReentrantLock lock, int callers) {
        Turn joined() {
            return new Turn(lock, callers + 1);
        }

        @Nullable
        Turn left() {
            return callers == 1 ? null : new Turn(lock, callers - 1);
        }
    }

    <T> T take(String key, Supplier<T> work) {
        var turn = turns.compute(key, (_, held) -> held == null ? new Turn(new ReentrantLock(), 1) : held.joined());
        turn.lock().lock();
        try {
            return work.get();
        } finally {
            turn.lock().unlock();
            turns.computeIfPresent(key, (_, held) -> held.left());
        }
    }

    /** How many keys are worked on or waited for. */
    int size() {
        return turns.size();
    }
}
