package dev.preheat.fill;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an edge can do, found out by experiment: at first with an object that nobody has, then with what is filled. */
final class Abilities {
    private final boolean onlyIfCached;
    private final AtomicBoolean onlyWhole = new AtomicBoolean();
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();

    Abilities(boolean onlyIfCached) {
        this.onlyIfCached = onlyIfCached;
    }

    /** Whether a probe with {@code Cache-Control: only-if-cached} does not fill. */
    boolean onlyIfCached() {
        return onlyIfCached;
    }

    /**
     * What it was seen to hold of titles like {@code url}: an edge may keep those of another host, or of another kind of file,
     * in a cache of their own.
     */
    Holding holding(URI url) {
        var path = url.getPath();
        int dot = path.lastIndexOf('.');
        var ending = dot > path.lastIndexOf('/') ? path.substring(dot) : "";
        return holdings.computeIfAbsent(url.getHost() + " " + ending, _ -> new Holding(Holding.Volume.UNDOUBTED));
    }

    /** Whether it stores nothing of what is asked for in part. */
    boolean onlyWhole() {
        return onlyWhole.get();
    }

    /** It stored an object read whole, and nothing of it before; true when that is news. */
    boolean storedOnlyWhole() {
        return onlyWhole.compareAndSet(false, true);
    }
}
