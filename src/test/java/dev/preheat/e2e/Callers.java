package dev.preheat.e2e;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.cli.TaskReport;
import dev.preheat.e2e.Load.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Callers of several processes, each of them at any: some create tasks, some look at what became of them. They keep count
 * of what they were promised, of what they were refused because the store was away, and of what they will never know.
 */
final class Callers implements AutoCloseable {
    private static final Duration BETWEEN_CREATES = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<ApiClient> processes;
    private final Function<Random, Wish> wishes;
    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();
    private final Set<String> wrongs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acceptedCost = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final Map<ApiClient, Optional<Long>> still = new ConcurrentHashMap<>();
    private final AtomicLong slowestRefusal = new AtomicLong();

    /** Callers of these; where one is replaced, the new one is in the same place. */
    Callers(List<ApiClient> processes, Function<Random, Wish> wishes) {
        this.processes = processes;
        this.wishes = wishes;
    }

    Callers begin(int creators, int watchers, long seed) {
        for (int i = 0; i < creators + watchers; i++) {
            var random = new Random(seed + i);
            threads.execute(i < creators ? () -> creates(random) : () -> looks(random));
        }
        return this;
    }

    /** The tasks that were answered 202. */
    Set<String> accepted() {
        return Set.copyOf(accepted.keySet());
    }

    int acceptedCost() {
        return acceptedCost.get();
    }

    /** How many requests went out and were never answered. */
    int unanswered() {
        return unanswered.get();
    }

    /** How many were answered 500 VOD.10051. */
    int refused() {
        return refused.get();
    }

    int looks() {
        return looks.get();
    }

    Duration slowestRefusal() {
        return Duration.ofNanos(slowestRefusal.get());
    }

    /** Answers that nobody should get: other refusals, and statuses that went back. */
    Set<String> wrongs() {
        return wrongs;
    }

    /** Returns when every caller has had his last answer. */
    void stop() {
        stopping.countDown();
        threads.close();
    }

    /** The process stands still: how long it takes for an answer says nothing, until {@link #goesOn}. */
    void standsStill(ApiClient process) {
        still.put(process, Optional.empty());
    }

    void goesOn(ApiClient process) {
        still.put(process, Optional.of(System.nanoTime()));
    }

    private boolean stoodStill(ApiClient process, long begun) {
        var wentOn = still.get(process);
        return wentOn != null && wentOn.map(at -> begun - at < 0).orElse(true);
    }

    @Override
    public void close() {
        stop();
    }

    private void creates(Random random) {
        while (!stopped(BETWEEN_CREATES)) {
            var wish = wishes.apply(random);
            long begun = System.nanoTime();
            var process = any(random);
            switch (process.preheat(wish.asset(), wish.urls())) {
                case Answer.Good good -> promised(good.member("task_id"), wish);
                case Answer.Refused no -> refused(no, stoodStill(process, begun) ? 0 : System.nanoTime() - begun);
                case Answer.Unreachable lost -> lost(lost);
            }
        }
    }

    private void looks(Random random) {
        while (!stopped(BETWEEN_LOOKS)) {
            var some = order.poll();
            if (some != null) {
                look(some, any(random));
                order.add(some);
            }
        }
    }

    private void look(String task, ApiClient process) {
        if (process.task(task) instanceof Answer.Good good) {
            looks.incrementAndGet();
            var now = TaskReport.of(good.body()).rows().stream()
                    .map(row -> row.url() + " " + row.edge() + " " + row.state())
                    .toList();
            var before = accepted.put(task, now);
            if (before != null && !before.isEmpty() && goesBack(before, now)) {
                wrongs.add("task " + task + " was " + before + " and is " + now);
            }
        }
    }

    private static boolean goesBack(List<String> before, List<String> now) {
        var ended = new ArrayList<>(before);
        ended.removeIf(row -> row.endsWith(" waiting") || row.endsWith(" running"));
        return !now.containsAll(ended);
    }

    private ApiClient any(Random random) {
        return processes.get(random.nextInt(processes.size()));
    }

    private void promised(String task, Wish wish) {
        // Two callers who sign the same wish in the same second are one request sent twice, and charged once.
        if (accepted.putIfAbsent(task, List.of()) == null) {
            acceptedCost.addAndGet(wish.cost());
            order.add(task);
        }
    }

    private void refused(Answer.Refused no, long nanos) {
        if (no.status() == 500 && no.code().equals("VOD.10051")) {
            refused.incrementAndGet();
            slowestRefusal.accumulateAndGet(nanos, Math::max);
        } else {
            wrongs.add(no.toString());
        }
    }

    private void lost(Answer.Unreachable lost) {
        if (!lost.reason().startsWith("nothing answers")) { // else it never went out
            unanswered.incrementAndGet();
        }
    }

    private boolean stopped(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
