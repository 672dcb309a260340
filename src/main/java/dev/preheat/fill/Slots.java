package dev.preheat.fill;

import dev.preheat.preheat.EdgeName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** How many objects are filled at once, over all fills: into each edge, and from each origin. First come, first served. */
final class Slots {
    private final FillLimits limits;
    private final Map<EdgeName, Semaphore> edges = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> origins = new ConcurrentHashMap<>();

    Slots(FillLimits limits) {
        this.limits = limits;
    }

    /** A place in the edge and at the origin, until closed. */
    static final class Slot implements AutoCloseable {
        private final Semaphore edge;
        private final Semaphore origin;

        private Slot(Semaphore edge, Semaphore origin) {
            this.edge = edge;
            this.origin = origin;
        }

        @Override
        public void close() {
            origin.release();
            edge.release();
        }
    }

    /** Waits for a place. Always the edge first, then the origin, so that no two wait for each other. */
    Slot acquire(EdgeName edge, String host) throws InterruptedException {
        var atEdge = edges.computeIfAbsent(edge, _ -> new Semaphore(limits.perEdge(), true));
        var atOrigin = origins.computeIfAbsent(host, _ -> new Semaphore(limits.perOrigin(), true));
        atEdge.acquire();
        try {
            atOrigin.acquire();
        } catch (InterruptedException stopped) {
            atEdge.release();
            throw stopped;
        }
        return new Slot(atEdge, atOrigin);
    }
}
