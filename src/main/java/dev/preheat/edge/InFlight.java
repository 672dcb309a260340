package dev.preheat.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two fills of one object into one edge apart: caches as shipped would ask the origin twice.
 *
 * <p>The second waits for the first and then finds the object stored.
 */
public final class InFlight {
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    private static final class Place {
        final ReentrantLock lock = new ReentrantLock(true);
        int users;
    }

    /** The only one at {@code key}, until closed. */
    final class Turn implements AutoCloseable {
        private final String key;
        private final Place place;

        private Turn(String key, Place place) {
            this.key = key;
            this.place = place;
        }

        @Override
        public void close() {
            place.lock.unlock();
            leave(key);
        }
    }

    /** Waits until nobody else is at {@code key}. */
    Turn enter(String key) throws InterruptedException {
        var place = places.compute(key, (_, known) -> {
            var here = known == null ? new Place() : known;
            here.users++;
            return here;
        });
        try {
            place.lock.lockInterruptibly();
        } catch (InterruptedException stopped) {
            leave(key);
            throw stopped;
        }
        return new Turn(key, place);
    }

    private void leave(String key) {
        places.computeIfPresent(key, (_, place) -> --place.users == 0 ? null : place);
    }
}
