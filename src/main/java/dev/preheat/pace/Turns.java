package dev.preheat.pace;

import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who waits for the places of one edge or one origin, and who is next: edges take turns, and the accounts of each.
 *
 * <p>A place that an edge holds for long is one that nobody else has for as long. So an edge that is slow has its share and no
 * more; a quick one may have more while nobody waits who has less than his share; and of one that
 * has shown little yet, only a few more objects are under way than it has done. A few places are kept from the slow for an edge that has no work now. Used under its owner's lock.
 */
public final class Turns {
    /** Stands for who asks the origin itself: soon done, and in nobody's way. */
    public static final EdgeName DIRECT = new EdgeName("origin-itself");

    private static final double SLOW = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long IN_USE = TimeUnit.SECONDS.toNanos(2);
    private static final double SMOOTH = 0.1;
    private static final int TRIED_ONE_IN = 16;
    private static final int KEPT_ONE_IN = 20;

    private final LongSupplier nanos;
    private final Map<EdgeName, Use> uses = new LinkedHashMap<>();
    private int busy;
    private int queued;

    Turns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** For which edge a place is wanted, and who pays. */
    public record Who(EdgeName edge, AccountName account) {}

    /** One's turn: waited for, then held. */
    static final class Turn {
        private final Who who;
        private final CountDownLatch come = new CountDownLatch(1);
        private long since;

        private Turn(Who who) {
            this.who = who;
        }

        void await() throws InterruptedException {
            come.await();
        }

        boolean hasCome() {
            return come.getCount() == 0;
        }
    }

    // What one edge has and waits for; `held` is how many nanoseconds it keeps a place, 0 before the first came back.
    private static final class Use {
        final Map<AccountName, Deque<Turn>> waiting = new LinkedHashMap<>();
        int busy;
        int done;
        long last;
        double held;

        boolean isAtWork(long now) {
            return busy > 0 || !waiting.isEmpty() || now - last < IN_USE;
        }
    }

    /** How many have a place now. */
    int busy() {
        return busy;
    }

    /** Puts one in the line. */
    Turn queue(Who who) {
        var turn = new Turn(who);
        var use = uses.computeIfAbsent(who.edge(), _ -> new Use());
        use.last = nanos.getAsLong();
        use.waiting.computeIfAbsent(who.account(), _ -> new ArrayDeque<>()).add(turn);
        queued++;
        return turn;
    }

    /** Takes one out of the line, or its place back. */
    void leave(Turn turn) {
        var use = uses.getOrDefault(turn.who.edge(), new Use());
        var turns = use.waiting.getOrDefault(turn.who.account(), new ArrayDeque<>());
        if (turn.hasCome()) {
            busy--;
            use.busy--;
            use.done = Math.min(use.done + 1, Integer.MAX_VALUE / 2);
            use.last = nanos.getAsLong();
            double took = Math.max(1, use.last - turn.since);
            use.held = use.held == 0 ? took : use.held + SMOOTH * (took - use.held);
        } else if (turns.remove(turn)) {
            queued--;
            if (turns.isEmpty()) {
                use.waiting.remove(turn.who.account());
            }
        }
    }

    /**
     * Lets in as many as there is room for.
     *
     * @param places how many may be in
     * @param edges how many may come at all
     * @return how many were let in
     */
    int grant(int places, int edges) {
        int granted = 0;
        for (var next = next(places, edges); next.isPresent(); next = next(places, edges)) {
            admit(next.get());
            granted++;
        }
        return granted;
    }

    private Optional<EdgeName> next(int places, int edges) {
        if (busy >= places || queued == 0) {
            return Optional.empty();
        }
        var waiting = uses.entrySet().stream()
                .filter(use -> !use.getValue().waiting.isEmpty())
                .toList();
        var room = new Room(places, inUse(), edges);
        return first(waiting, room, true).or(() -> first(waiting, room, false));
    }

    private Optional<EdgeName> first(List<Map.Entry<EdgeName, Use>> waiting, Room room, boolean ofItsShare) {
        return waiting.stream()
                .filter(use -> ofItsShare
                        ? use.getKey().equals(DIRECT) || room.entitles(use.getValue(), busy)
                        : room.lends(use.getValue()))
                .findFirst()
                .map(Map.Entry::getKey);
    }

    // One that has just let go of its last place is still at work.
    private int inUse() {
        long now = nanos.getAsLong();
        return (int) uses.entrySet().stream()
                .filter(use -> !use.getKey().equals(DIRECT) && use.getValue().isAtWork(now))
                .count();
    }

    private record Room(int places, int inUse, int edges) {
        boolean entitles(Use use, int busy) {
            if (edges <= 1) {
                return true;
            }
            int kept = use.held < SLOW || inUse >= edges ? 0 : places / KEPT_ONE_IN;
            return isTried(use) && use.busy < Math.max(1, places / inUse) && busy < places - kept;
        }

        boolean lends(Use use) {
            return isTried(use) && use.held > 0 && use.held < SLOW;
        }

        // A title's first objects are its playlists, which come soon from a slow edge too.
        private boolean isTried(Use use) {
            return use.busy < Math.max(1, places / TRIED_ONE_IN) + use.done;
        }
    }

    // Who was served goes to the end of the line: the edge among the edges, the account among its accounts.
    private void admit(EdgeName edge) {
        var use = uses.getOrDefault(edge, new Use());
        uses.remove(edge);
        uses.put(edge, use);
        var next = use.waiting.entrySet().iterator().next();
        use.waiting.remove(next.getKey());
        var turn = next.getValue().remove();
        if (!next.getValue().isEmpty()) {
            use.waiting.put(next.getKey(), next.getValue());
        }
        use.busy++;
        busy++;
        queued--;
        turn.since = nanos.getAsLong();
        use.last = turn.since;
        turn.come.countDown();
    }
}
