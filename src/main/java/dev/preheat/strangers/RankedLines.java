package dev.preheat.strangers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets so many at a time do something for each key; the others wait in a line of that key, the lowest rank first.
 *
 * <p>Limits: those given; 512 wait over all keys, each at most 10 s. Where a line is full, whoever ranks last is turned away.
 */
public final class RankedLines {
    private static final int MOST_WAITING = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int atATime;
    private final int longest;
    private final Map<Object, Line> lines = new HashMap<>();
    private int waiting;

    /** @param rank the lower, the sooner; of one rank, who came last: a flood has filled the line before */
    private record Waiting(int rank, CompletableFuture<Boolean> turn) {}

    /** What is done when its turn has come. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws InterruptedException;
    }

    private static final class Line {
        private int inside;
        private final List<Waiting> outside = new ArrayList<>();

        void join(Waiting one) {
            int at = outside.size();
            while (at > 0 && outside.get(at - 1).rank() >= one.rank()) {
                at--;
            }
            outside.add(at, one);
        }
    }

    /** @param longest how many of one key wait */
    public RankedLines(int atATime, int longest) {
        this.atATime = atATime;
        this.longest = longest;
    }

    /** What {@code work} gives; empty when its turn did not come. */
    public <T> Optional<T> inTurn(Object key, int rank, Work<T> work) throws InterruptedException {
        if (!enter(key, rank)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.done());
        } finally {
            leave(key);
        }
    }

    private boolean enter(Object key, int rank) throws InterruptedException {
        var mine = new Waiting(rank, new CompletableFuture<>());
        join(key, mine);
        try {
            return mine.turn().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return leaveOutside(key, mine);
        } catch (InterruptedException stopping) {
            if (leaveOutside(key, mine)) {
                leave(key);
            }
            throw stopping;
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a turn comes or does not", broken);
        }
    }

    private synchronized void join(Object key, Waiting mine) {
        var line = lines.computeIfAbsent(key, _ -> new Line());
        if (line.inside < atATime) {
            line.inside++;
            mine.turn().complete(true);
            return;
        }
        line.join(mine);
        waiting++;
        if (line.outside.size() > longest || waiting > MOST_WAITING) {
            waiting--;
            line.outside.removeLast().turn().complete(false);
        }
    }

    /** Gives up waiting; whether the turn came at the last moment. */
    private synchronized boolean leaveOutside(Object key, Waiting mine) {
        if (mine.turn().complete(false)) {
            var line = lines.get(key);
            if (line != null && line.outside.remove(mine)) {
                waiting--;
            }
        }
        return mine.turn().getNow(false);
    }

    private synchronized void leave(Object key) {
        var line = lines.get(key);
        if (line == null) {
            return;
        }
        if (!line.outside.isEmpty()) {
            waiting--;
            line.outside.removeFirst().turn().complete(true);
        } else if (--line.inside == 0) {
            lines.remove(key);
        }
    }
}
