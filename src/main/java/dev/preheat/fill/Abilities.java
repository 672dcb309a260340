package dev.preheat.fill;

import java.util.concurrent.atomic.AtomicBoolean;

/** What an edge can do, found out by experiment: at first with an object that nobody has, then with what is filled. */
final class Abilities {
    private final boolean onlyIfCached;
    private final AtomicBoolean onlyWhole = new AtomicBoolean();
    private final AtomicBoolean counted = new AtomicBoolean();

    Abilities(boolean onlyIfCached) {
        this.onlyIfCached = onlyIfCached;
    }

    /** Whether a probe with {@code Cache-Control: only-if-cached} does not fill. */
    boolean onlyIfCached() {
        return onlyIfCached;
    }

    /** Whether it stores nothing of what is asked for in part. */
    boolean onlyWhole() {
        return onlyWhole.get();
    }

    /** It stored an object read whole, and nothing of it before; true when that is news. */
    boolean storedOnlyWhole() {
        return onlyWhole.compareAndSet(false, true);
    }

    /** Whether nobody has counted yet how many machines answer; true once. */
    boolean toBeCounted() {
        return counted.compareAndSet(false, true);
    }

    /** More than one did: whoever fills next counts again. */
    void countAgain() {
        counted.set(false);
    }
}
