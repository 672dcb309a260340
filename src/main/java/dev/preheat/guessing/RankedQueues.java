package dev.preheat.guessing;

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
 * Lets a few at a time work for each key; the others wait in that key's queue, the lowest rank first.
 *
 * <p>Limits: those given; 512 wait over all keys, each for at most 10 s. If a queue is full, the last in it is turned away.
 */
public final class RankedQueues {
    private static final int MOST_WAITING = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int atATime;
    private final int longest;
    private final Map<Object, Queue> queues = new HashMap<>();
    private int waiting;

    /** @param rank the lower, the sooner; within a rank the last to come goes first, since a flood has filled the queue before */
    private record Waiting(int rank, CompletableFuture<Boolean> turn) {}

    /** The work to do once its turn has come. */
    @FunctionalInterface
    public interface Work<T> {
        T call() throws InterruptedException;
    }

    private static final class Queue {
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

    /** @param longest the most that may wait for one key */
    public RankedQueues(int atATime, int longest) {
        this.atATime = atATime;
        this.longest = longest;
    }

    /** Waits for its turn. Returns the result of {@code work}; empty if its turn did not come. */
    public <T> Optional<T> inTurn(Object key, int rank, Work<T> work) throws InterruptedException {
        if (!enter(key, rank)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.call());
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
            throw new IllegalStateException("a turn ends only by coming or not", broken);
        }
    }

    private synchronized void join(Object key, Waiting mine) {
        var queue = queues.computeIfAbsent(key, _ -> new Queue());
        if (queue.inside < atATime) {
            queue.inside++;
            mine.turn().complete(true);
            return;
        }
        queue.join(mine);
        waiting++;
        if (queue.outside.size() > longest || waiting > MOST_WAITING) {
            waiting--;
            queue.outside.removeLast().turn().complete(false);
        }
    }

    /** Gives up waiting. Returns true if the turn came at the last moment. */
    private synchronized boolean leaveOutside(Object key, Waiting mine) {
        if (mine.turn().complete(false)) {
            var queue = queues.get(key);
            if (queue != null && queue.outside.remove(mine)) {
                waiting--;
            }
        }
        return mine.turn().getNow(false);
    }

    private synchronized void leave(Object key) {
        var queue = queues.get(key);
        if (queue == null) {
            return;
        }
        if (!queue.outside.isEmpty()) {
            waiting--;
            queue.outside.removeFirst().turn().complete(true);
        } else if (--queue.inside == 0) {
            queues.remove(key);
        }
    }
}
