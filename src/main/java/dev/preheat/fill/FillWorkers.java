package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.loop.Backoff;
import dev.preheat.loop.Loops;
import dev.preheat.pace.Shares;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Progress;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.AccountName;
import dev.preheat.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes due fills, one loop an edge so that a slow edge holds up no other, carries them out side by side, and writes how
 * each ended. Another loop renews the leases and notes the progress.
 */
public final class FillWorkers {
    private static final Logger log = LoggerFactory.getLogger(FillWorkers.class);
    private static final Backoff CLAIM = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));
    private static final Duration REPORT = Duration.ofSeconds(1);
    private static final Duration RENEW = FillQueue.LEASE.dividedBy(3);
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_WRITES = 600;

    private final FillQueue queue;
    private final Filler filler;
    private final List<Edge> edges;
    private final Territory territory;
    private final Outages outages;
    private final FillLimits limits;
    private final InstantSource clock;
    private final FillEndings endings;
    private final Map<Fill, Run> running = new ConcurrentHashMap<>();
    private final Map<EdgeName, Instant> lastProofs = new ConcurrentHashMap<>();
    private final Loops loops = new Loops();

    /** The only one, who fills every edge. */
    public FillWorkers(FillQueue queue, Filler filler, List<Edge> edges, FillLimits limits, InstantSource clock) {
        this(queue, filler, edges, limits, clock, new Territory(Set.of()), _ -> {});
    }

    /**
     * @param territory which edges it fills, and how many others do
     * @param watcher is told of every attempt that ended, once that is written
     */
    public FillWorkers(
            FillQueue queue,
            Filler filler,
            List<Edge> edges,
            FillLimits limits,
            InstantSource clock,
            Territory territory,
            Consumer<FillEnd> watcher) {
        this.endings = new FillEndings(queue, limits, clock, end -> {
            if (end.how() == FillEnd.How.PROVED) {
                lastProofs.put(end.edge().name(), clock.instant());
            }
            watcher.accept(end);
        });
        this.queue = queue;
        this.territory = territory;
        this.outages = new Outages(filler::answers, clock);
        this.filler = filler;
        this.edges = List.copyOf(edges);
        this.limits = limits;
        this.clock = clock;
    }

    /** A fill under way: its thread, its count, and when its lease was last renewed with which progress. */
    private final class Run {
        final Fill fill;
        final Edge edge;
        final Tally tally = new Tally();
        final CountDownLatch ended = new CountDownLatch(1);
        final Thread thread;
        Instant renewedAt = clock.instant();
        Progress reported = Progress.NONE;

        Run(Fill fill, Edge edge) {
            this.fill = fill;
            this.edge = edge;
            this.thread = Thread.ofVirtual()
                    .name("fill " + fill.task() + "/" + fill.position())
                    .unstarted(this::run);
        }

        private void run() {
            MDC.put("task", fill.task().value()); // on this thread and those of its Crew
            try {
                carryOut(this);
            } finally {
                running.remove(fill);
                ended.countDown();
            }
        }
    }

    /** Begins to take fills. */
    public void start() {
        filler.share(territory, edges);
        for (var edge : edges.stream().filter(territory::ours).toList()) {
            loops.begin("claim " + edge.name(), CLAIM, () -> claim(edge));
        }
        loops.begin("report", REPORT, this::report);
    }

    /** Fills were accepted: looks for them now, and not when it is time. */
    public void wake() {
        loops.wake();
    }

    /** These live from now on, this process among them, each with the regions it fills: takes its part of the limits. */
    public void share(List<Set<String>> processes) {
        territory.share(processes);
        filler.share(territory, edges);
        edges.stream()
                .filter(edge -> territory.processes(edge) == 0)
                .forEach(edge -> log.warn(
                        "no process fills edge {} of region '{}': its fills wait", edge.name(), edge.region()));
    }

    /** Takes no more fills; those under way have {@code patience} to end, the rest is given back. */
    public void drain(Duration patience) {
        loops.close();
        var deadline = System.nanoTime() + patience.toNanos();
        var rest = List.copyOf(running.values());
        if (!rest.isEmpty()) {
            log.info("waiting up to {} s for {} fills under way", patience.toSeconds(), rest.size());
        }
        rest.forEach(run -> await(run, deadline - System.nanoTime()));
        rest.forEach(run -> run.thread.interrupt());
        rest.forEach(run -> await(run, TimeUnit.SECONDS.toNanos(10)));
    }

    /** How many fills are under way now. */
    public int underWay() {
        return running.size();
    }

    /** Every edge as it stands now, in the order of the configuration. */
    public List<EdgeStanding> standings() {
        return edges.stream().map(this::standing).toList();
    }

    private EdgeStanding standing(Edge edge) {
        var fills = busy(edge).values().stream().mapToInt(Long::intValue).sum();
        return new EdgeStanding(
                edge.name(),
                edge.software().name().toLowerCase(Locale.ROOT),
                edge.region(),
                edge.shield(),
                territory.processes(edge),
                outages.since(edge),
                filler.abilities(edge),
                filler.load(edge, fills),
                Optional.ofNullable(lastProofs.get(edge.name())));
    }

    private boolean claim(Edge edge) {
        var due = outages.over(edge) ? queue.accountsDue(edge.name()) : List.<AccountName>of();
        if (!due.isEmpty()) {
            var shares = new Shares(
                    limits.at(edge)
                            .share(Math.max(1, territory.processes(edge)))
                            .places(),
                    busy(edge),
                    due);
            due.forEach(account -> claim(edge, account, shares.room(account)));
        }
        return !due.isEmpty() || running.values().stream().anyMatch(run -> run.edge.equals(edge));
    }

    private void claim(Edge edge, AccountName account, int most) {
        if (most > 0) {
            for (var fill : queue.claim(edge.name(), account, most)) {
                var run = new Run(fill, edge);
                running.put(fill, run);
                run.thread.start();
            }
        }
    }

    private Map<AccountName, Long> busy(Edge edge) {
        return running.values().stream()
                .filter(run -> run.edge.equals(edge))
                .collect(Collectors.groupingBy(run -> run.fill.account(), Collectors.counting()));
    }

    private void carryOut(Run run) {
        try {
            keep(run, outcome(run));
        } catch (InterruptedException _) {
            giveBack(run.fill);
        }
    }

    private FillOutcome outcome(Run run) throws InterruptedException {
        try {
            var outcome = filler.fill(run.fill, run.edge, run.tally);
            if (outcome instanceof Failed failed
                    && failed.failure() == FailureClass.EDGE_UNREACHABLE
                    && failed.again()) {
                outages.noticed(run.edge);
            }
            return outcome;
        } catch (RuntimeException bug) {
            log.error("fill {} of {} broke", FillEndings.name(run.fill), FillEndings.url(run.fill), bug);
            var reason = "an error of Preheat itself, see its log";
            return new Failed(FailureClass.EDGE_REFUSED, reason, true, run.tally.progress());
        }
    }

    // What was proved need not be done again because the store was away for a while.
    private void keep(Run run, FillOutcome outcome) {
        var fill = run.fill;
        for (int tries = 1; ; tries++) {
            try {
                endings.write(fill, run.edge, outcome);
                return;
            } catch (StoreException away) {
                if (tries == MOST_WRITES || loops.closedWithin(WRITE_AGAIN)) {
                    log.warn(
                            "how {} ended cannot be written; it will be done again: {}",
                            FillEndings.name(fill),
                            away.why());
                    return;
                }
            }
        }
    }

    private void giveBack(Fill fill) {
        try {
            if (queue.release(fill)) {
                log.info("gave back {} {} in {}", FillEndings.name(fill), FillEndings.url(fill), fill.edge());
            }
        } catch (StoreException away) {
            log.warn("fill {} could not be given back; its lease will run out: {}", FillEndings.name(fill), away.why());
        }
    }

    private void report() {
        // side by side, so that their renewals share a transaction
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running.values().forEach(run -> threads.execute(() -> report(run)));
        }
    }

    private void report(Run run) {
        var now = clock.instant();
        var progress = run.tally.progress();
        if (!progress.equals(run.reported) || isDue(run, now)) {
            try {
                if (!queue.renew(run.fill, progress)) {
                    run.thread.interrupt(); // somebody else has it, or it has just ended
                }
                run.renewedAt = now;
                run.reported = progress;
            } catch (StoreException away) {
                log.debug("{} is renewed later: {}", FillEndings.name(run.fill), away.why());
            }
        }
    }

    // A clock that is set back leaves the lease where all others soon find it too long.
    private static boolean isDue(Run run, Instant now) {
        return !new Window(run.renewedAt, RENEW).has(now);
    }

    private static void await(Run run, long nanos) {
        try {
            run.ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
