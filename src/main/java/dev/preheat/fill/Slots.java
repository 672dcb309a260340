package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The pace of every edge and of every origin, over all fills. */
final class Slots {
    /** How often a request is made that was answered 429 or 503, the first time included; the pace makes the pauses. */
    static final int TRIES = 3;

    private final FillLimits limits;
    private volatile FillLimits atOrigins;
    private final Map<EdgeName, Pace> edges = new ConcurrentHashMap<>();
    private final Map<String, Pace> origins = new ConcurrentHashMap<>();

    Slots(FillLimits limits) {
        this.limits = limits;
        this.atOrigins = limits;
    }

    /** A place at one or two of them, until closed. */
    static final class Slot implements AutoCloseable {
        private final List<Pace> paces = new ArrayList<>();

        private void enter(Pace pace, AccountName account) throws InterruptedException {
            pace.enter(account);
            paces.add(pace);
        }

        /** What came of a request on it. */
        void heard(Ask ask, Exchange exchange) {
            if (exchange instanceof Answer answer) {
                switch (answer.status()) {
                    case 429 -> paces.forEach(pace -> pace.pressed(retryAfter(answer)));
                    // the time that a cache gives with a 503 of its own is made up (Varnish: 5 s)
                    case 503 -> paces.forEach(pace -> pace.pressed(Duration.ZERO));
                    default -> {
                        if (ask.answersAtOnce()) {
                            paces.forEach(pace -> pace.well(answer.waited()));
                        }
                    }
                }
            }
        }

        /** What was filled was not stored: the edge may have had no time to write it. */
        void lost() {
            paces.getFirst().lost();
        }

        /** So many bytes were fetched. */
        void fetched(long bytes) {
            paces.forEach(pace -> pace.moved(bytes));
        }

        @Override
        public void close() {
            paces.reversed().forEach(Pace::leave);
        }

        private static Duration retryAfter(Answer answer) {
            return answer.first("retry-after")
                    .filter(text -> text.matches("\\d{1,6}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                    .orElse(Duration.ZERO);
        }
    }

    /** Waits for a place to fill from. Always the edge first, then the origin, so that no two wait for each other. */
    Slot filling(EdgeName edge, String host, AccountName account) throws InterruptedException {
        var slot = probing(edge, account);
        try {
            slot.enter(origin(host), account);
        } catch (InterruptedException stopped) {
            slot.close();
            throw stopped;
        }
        return slot;
    }

    /** Waits for a place to ask what is stored, which troubles no origin. */
    Slot probing(EdgeName edge, AccountName account) throws InterruptedException {
        var slot = new Slot();
        slot.enter(edge(edge), account);
        return slot;
    }

    /** Waits for a place to ask an origin itself. */
    Slot atOrigin(String host, AccountName account) throws InterruptedException {
        var slot = new Slot();
        slot.enter(origin(host), account);
        return slot;
    }

    /** So many processes share the limits of the edge from now on. */
    void share(EdgeName edge, int processes) {
        var part = limits.share(processes);
        edge(edge).limit(part.perEdge(), part.edge());
    }

    /** So many processes share the limits of every origin from now on. */
    void share(int processes) {
        atOrigins = limits.share(processes);
        origins.values().forEach(pace -> pace.limit(atOrigins.perOrigin(), atOrigins.origin()));
    }

    Pace edge(EdgeName edge) {
        return edges.computeIfAbsent(edge, _ -> new Pace(limits.perEdge(), limits.edge(), System::nanoTime));
    }

    /** How every edge that was asked stands. */
    Map<String, PaceStanding> edges() {
        var standings = new TreeMap<String, PaceStanding>();
        edges.forEach((edge, pace) -> standings.put(edge.value(), pace.standing()));
        return standings;
    }

    /** How every origin that was asked stands, by its delivery domain. */
    Map<String, PaceStanding> origins() {
        var standings = new TreeMap<String, PaceStanding>();
        origins.forEach((host, pace) -> standings.put(host, pace.standing()));
        return standings;
    }

    private Pace origin(String host) {
        return origins.computeIfAbsent(
                host, _ -> new Pace(atOrigins.perOrigin(), atOrigins.origin(), System::nanoTime));
    }
}
