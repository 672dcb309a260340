package dev.preheat.edge;

import dev.preheat.url.Url;
import dev.preheat.wire.CacheStatus;
import dev.preheat.wire.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an edge can do, found out by experiment: at first with an object that nobody has, then with what is filled. */
public final class Abilities {
    private final boolean onlyIfCached;
    private final AtomicBoolean onlyWhole = new AtomicBoolean();
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();
    private final AtomicBoolean namesErrors = new AtomicBoolean();
    private final AtomicBoolean counted = new AtomicBoolean();
    private final AtomicBoolean countedByNews = new AtomicBoolean();

    Abilities(boolean onlyIfCached) {
        this.onlyIfCached = onlyIfCached;
    }

    /** Whether a probe with {@code Cache-Control: only-if-cached} does not fill. */
    public boolean onlyIfCached() {
        return onlyIfCached;
    }

    /**
     * What it was seen to hold of titles like {@code url}: an edge may keep those of another host, or of another kind of file,
     * in a cache of their own.
     */
    public Holding holding(Url url) {
        var path = url.path();
        int dot = path.lastIndexOf('.');
        var ending = dot > path.lastIndexOf('/') ? path.substring(dot) : "";
        return holdings.computeIfAbsent(url.host() + " " + ending, _ -> new Holding(Holding.Volume.UNDOUBTED));
    }

    /** Notes what the edge says in an answer of its own or another's. */
    void heard(EdgeSoftware software, Exchange.Answer answer) {
        if (answer.status() >= 400 && software.word(answer) != CacheStatus.UNKNOWN) {
            namesErrors.set(true);
        }
    }

    /** Whether it was seen to say of an error, too, where it came from. */
    boolean namesErrors() {
        return namesErrors.get();
    }

    /** Whether it stores nothing of what is asked for in part. */
    public boolean onlyWhole() {
        return onlyWhole.get();
    }

    /** It stored an object read whole, and nothing of it before; true when that is news. */
    boolean storedOnlyWhole() {
        return onlyWhole.compareAndSet(false, true);
    }

    /**
     * Whether nobody has counted yet how many machines answer; true once, and once more for what the edge has just fetched: what
     * it had before may be in every machine.
     */
    boolean toBeCounted(boolean isNews) {
        boolean first = counted.compareAndSet(false, true);
        return (isNews && countedByNews.compareAndSet(false, true)) || first;
    }

    /** More than one did: whoever fills next counts again. */
    void countAgain() {
        counted.set(false);
        countedByNews.set(false);
    }
}
