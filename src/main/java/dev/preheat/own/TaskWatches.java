package dev.preheat.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.http.Feed;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.StoreException;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The watchers of tasks. One thread reads each watched task, however many watch it, at least once a second, unless reading
 * all that its account watches takes longer.
 *
 * <p>A watcher has no queue: one that reads too slowly gets the whole task instead of the changes it missed. Limits: as many
 * watchers of an account as given, and an hour for each, after which it reconnects. Every 10 seconds a comment breaks the
 * silence.
 */
public final class TaskWatches implements AutoCloseable {
    /** The watchers of one account at the same time. */
    public static final int MOST_WATCHERS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(TaskWatches.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);
    private static final int PAUSE_PER_COST = 4;
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(UTF_8);
    private static final byte[] NOTHING = ":\n\n".getBytes(UTF_8);

    private final Look look;
    private final int most;
    private final Map<AccountName, Semaphore> turns =
            new ConcurrentHashMap<>(); // one for each account of the configuration
    private final Map<TaskId, Watched> watched = new HashMap<>();
    private final Map<AccountName, Integer> watchers = new HashMap<>();
    private boolean closed;

    /** Reads a task; empty once the project no longer has it. */
    @FunctionalInterface
    public interface Look {
        Optional<PreheatTask> at(ProjectId project, TaskId task);
    }

    /** @param most the watchers of one account */
    public TaskWatches(Look look, int most) {
        this.look = look;
        this.most = most;
    }

    /** The limit of an account. */
    int most() {
        return most;
    }

    /** The number of watched tasks. */
    synchronized int looking() {
        return watched.size();
    }

    /**
     * Starts to watch; empty if the account is at its limit.
     *
     * @param task the task as just read
     * @param seen the id of the last event that the watcher received; empty for none
     */
    synchronized Optional<Feed> open(Project project, PreheatTask task, String seen) {
        int others = watchers.getOrDefault(project.account(), 0);
        if (others >= most || closed) {
            return Optional.empty();
        }
        watchers.put(project.account(), others + 1);
        var one = watched.get(task.id());
        if (one == null || one.over()) {
            one = new Watched(project, task);
            watched.put(task.id(), one);
            Thread.ofVirtual().name("watch " + task.id()).start(one::follow);
        }
        one.watching++;
        return Optional.of(new Watcher(one, seen));
    }

    /** Ends every watch. */
    @Override
    public synchronized void close() {
        closed = true;
        watched.values().forEach(Watched::end);
    }

    private synchronized void left(Watched one) {
        one.watching--;
        watchers.merge(one.project.account(), -1, Integer::sum);
        watchers.remove(one.project.account(), 0);
    }

    /** Forgets a task that nobody watches any more; returns whether it did. */
    private synchronized boolean forgetAbandoned(Watched one) {
        if (one.watching == 0 || one.over()) {
            watched.remove(one.task, one);
            return true;
        }
        return false;
    }

    // longer pauses the more tasks are watched and the larger they are, but always less than a second
    private synchronized Duration pause(long cost) {
        return pause(watched.size(), cost);
    }

    /** @param cost the time that the last look took, in nanoseconds */
    static Duration pause(int watched, long cost) {
        long nanos = Math.max(PAUSE_PER_COST * cost, Duration.ofMillis(watched).toNanos());
        return Duration.ofNanos(Math.clamp(nanos, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos()));
    }

    /** A watched task as of the last look. */
    private final class Watched {
        final Project project;
        final TaskId task;
        int watching;
        private TaskEvents latest;
        private byte[] changes = NOTHING;
        private Optional<byte[]> whole = Optional.empty();
        private int number;
        private boolean over;

        Watched(Project project, PreheatTask task) {
            this.project = project;
            this.task = task.id();
            this.latest = TaskEvents.of(task);
            this.over = latest.finished();
        }

        void follow() {
            MDC.put("task", task.value()); // for the log; the thread ends with this
            long cost = 0;
            while (!forgetAbandoned(this)) {
                try {
                    Thread.sleep(pause(cost));
                    cost = look();
                } catch (StoreException away) {
                    log.debug("cannot read task {}; trying again", task, away);
                } catch (InterruptedException _) {
                    end();
                } catch (RuntimeException bug) {
                    log.error("cannot watch task {} any longer", task, bug);
                    end();
                }
            }
        }

        // one after another within an account, so that its watches never hold all connections to the store
        private long look() throws InterruptedException {
            var turn = turns.computeIfAbsent(project.account(), _ -> new Semaphore(1, true));
            turn.acquire();
            try {
                long began = System.nanoTime();
                looked(look.at(project.id(), task));
                return System.nanoTime() - began;
            } finally {
                turn.release();
            }
        }

        private synchronized void looked(Optional<PreheatTask> found) {
            var now = found.map(TaskEvents::of);
            if (now.isEmpty()) {
                publish(latest.gone());
                whole = Optional.of(changes);
                over = true;
            } else if (!now.get().mark().equals(latest.mark())) {
                publish(now.get().since(latest));
                latest = now.get();
                over = latest.finished();
            }
        }

        private void publish(byte[] news) {
            changes = news;
            whole = Optional.empty();
            number++;
            notifyAll();
        }

        synchronized boolean over() {
            return over;
        }

        synchronized void end() {
            over = true;
            notifyAll();
        }

        /** The number from which a watcher goes on that received the event of this id. */
        synchronized int begin(String seen) {
            return seen.equals(latest.mark()) ? number : Integer.MIN_VALUE;
        }

        synchronized Optional<byte[]> next(Watcher watcher) throws InterruptedException {
            long until = System.nanoTime() + SILENCE.toNanos();
            for (long left = SILENCE.toNanos(); left > 0 && watcher.number == number && !over; ) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = until - System.nanoTime();
            }
            if (watcher.number == number) {
                return over ? Optional.empty() : Optional.of(NOTHING);
            }
            var news = watcher.number == number - 1 ? changes : all();
            watcher.number = number;
            return Optional.of(news);
        }

        private byte[] all() {
            whole = whole.or(() -> Optional.of(latest.whole()));
            return whole.orElseThrow();
        }
    }

    /** One watcher of a task, and how much of it was sent to it. */
    private final class Watcher implements Feed {
        private final Watched of;
        private final long until = System.nanoTime() + LONGEST.toNanos();
        private int number;
        private boolean begun;

        Watcher(Watched of, String seen) {
            this.of = of;
            this.number = of.begin(seen);
        }

        @Override
        public Optional<byte[]> next() throws InterruptedException {
            if (!begun) {
                begun = true;
                return Optional.of(BEGIN);
            }
            return System.nanoTime() - until > 0 ? Optional.empty() : of.next(this);
        }

        @Override
        public void close() {
            left(of);
        }
    }
}
