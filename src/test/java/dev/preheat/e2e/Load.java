package dev.preheat.e2e;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Callers that create tasks as fast as they are answered, through the death of the service and its return. Each keeps
 * count of what it was promised, and of what it will never know.
 */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<ApiClient> api;
    private final Function<Random, Wish> wishes;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acceptedCost = new AtomicInteger();
    private final AtomicInteger unansweredCost = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /**
     * What one request asks for.
     *
     * @param asset its id; empty when only URLs are asked for
     */
    record Wish(String asset, List<String> urls) {
        int cost() {
            return (asset.isEmpty() ? 0 : 1) + urls.size();
        }
    }

    Load(ApiClient api, Function<Random, Wish> wishes) {
        this.api = new AtomicReference<>(api);
        this.wishes = wishes;
    }

    /** Sends this many callers on their way. */
    Load callers(int many, long seed) {
        for (int i = 0; i < many; i++) {
            var random = new Random(seed + i);
            threads.execute(() -> call(random));
        }
        return this;
    }

    /** From now on the service is reached here. */
    void at(ApiClient other) {
        api.set(other);
    }

    /** The tasks that were answered 202. */
    Set<String> accepted() {
        return accepted;
    }

    int acceptedCost() {
        return acceptedCost.get();
    }

    /** How many requests went out and were never answered. */
    int unanswered() {
        return unanswered.get();
    }

    int unansweredCost() {
        return unansweredCost.get();
    }

    /** Answers other than 202. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns when every caller has had its last answer. */
    void stop() {
        stopped = true;
        threads.close();
    }

    @Override
    public void close() {
        stop();
    }

    private void call(Random random) {
        while (!stopped) {
            var to = api.get();
            var wish = wishes.apply(random);
            switch (to.preheat(wish.asset(), wish.urls())) {
                case Answer.Good good -> promised(good, wish);
                case Answer.Refused refused -> refusals.add(refused.toString());
                case Answer.Unreachable lost -> {
                    lost(lost, wish);
                    Awaits.await("the service is back", PATIENCE, () -> stopped || api.get() != to);
                }
            }
        }
    }

    private void promised(Answer.Good good, Wish wish) {
        // Two callers who sign the same wish in the same second are one request sent twice, and charged once.
        if (accepted.add(good.member("task_id"))) {
            acceptedCost.addAndGet(wish.cost());
        }
    }

    private void lost(Answer.Unreachable lost, Wish wish) {
        if (!lost.reason().startsWith("nothing answers")) { // else it never went out
            unanswered.incrementAndGet();
            unansweredCost.addAndGet(wish.cost());
        }
    }
}
