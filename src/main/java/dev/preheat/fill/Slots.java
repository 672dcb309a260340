package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Turns.Turn;
import dev.preheat.fill.Turns.Who;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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

    /** A place at an edge, at an origin or at both, until closed. */
    static final class Slot implements AutoCloseable {
        private final Who who;
        private Optional<Place> edge = Optional.empty();
        private Optional<Place> origin = Optional.empty();
        private boolean gaveUp;

        private record Place(Pace pace, Turn turn) {
            static Optional<Place> in(Pace pace, Who who) throws InterruptedException {
                return Optional.of(new Place(pace, pace.enter(who)));
            }

            void leave() {
                pace.leave(turn);
            }
        }

        private Slot(Who who) {
            this.who = who;
        }

        /** Waits until the edge takes one more request. */
        void awaitRate() throws InterruptedException {
            if (edge.isPresent()) {
                edge.get().pace().awaitRate();
            }
        }

        /** What came of a request on it, which nobody but the origin can have refused. */
        void heard(Ask ask, Exchange exchange) {
            heard(ask, exchange, Refuser.ORIGIN);
        }

        /**
         * What came of a request on it, and who refused it if it was.
         *
         * @return whether the edge refused it and is to be asked again
         */
        boolean heard(Ask ask, Exchange exchange, Refuser by) {
            if (!(exchange instanceof Answer answer)) {
                return false;
            }
            if (!Refuser.isRefusal(answer)) {
                well(ask, answer);
                return false;
            }
            // the time that a cache gives with a 503 of its own is made up (Varnish: 5 s)
            var wanted = answer.status() == 429 ? retryAfter(answer) : Duration.ZERO;
            if (by == Refuser.EDGE && edge.isPresent()) {
                gaveUp = !edge.get().pace().refused(wanted);
                return !gaveUp;
            }
            (by == Refuser.ORIGIN ? origin.or(() -> edge).stream() : places())
                    .forEach(one -> one.pace().pressed(wanted));
            return false;
        }

        /** Whether the edge has refused too long to be asked again. */
        boolean gaveUp() {
            return gaveUp;
        }

        // How soon a fill is answered says as much of the origin as of the edge: it is the edge that is slow where
        // another
        // is not, and where nothing but the edge was asked.
        private void well(Ask ask, Answer answer) {
            edge.ifPresent(one -> one.pace().taken());
            if (origin.isEmpty()) {
                edge.ifPresent(one -> one.pace().well());
                edge.filter(one -> one.pace().took(who.edge(), answer.waited()))
                        .ifPresent(one -> one.pace().lost());
            } else if (ask.answersAtOnce()) {
                places().forEach(one -> one.pace().well());
                if (origin.get().pace().took(who.edge(), answer.waited())) {
                    lost();
                }
            }
        }

        /** What was filled was not stored: the edge may have had no time to write it. */
        void lost() {
            edge.ifPresent(one -> one.pace().lost());
        }

        /** So many bytes were fetched. */
        void fetched(long bytes) {
            places().forEach(one -> one.pace().moved(bytes));
        }

        @Override
        public void close() {
            origin.ifPresent(Place::leave);
            edge.ifPresent(Place::leave);
        }

        private Stream<Place> places() {
            return Stream.concat(edge.stream(), origin.stream());
        }

        private static Duration retryAfter(Answer answer) {
            return answer.first("retry-after")
                    .filter(text -> text.matches("\\d{1,6}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                    .orElse(Duration.ZERO);
        }
    }

    /** Waits for a place to fill from. Always the edge first, then the origin, so that no two wait for each other. */
    Slot filling(Edge edge, String host, AccountName account) throws InterruptedException {
        var slot = probing(edge, account);
        try {
            slot.origin = Slot.Place.in(origin(host), slot.who);
        } catch (InterruptedException stopped) {
            slot.close();
            throw stopped;
        }
        return slot;
    }

    /** Waits for a place to ask what is stored, which troubles no origin. */
    Slot probing(Edge edge, AccountName account) throws InterruptedException {
        var slot = new Slot(new Who(edge.name(), account));
        slot.edge = Slot.Place.in(edge(edge), slot.who);
        return slot;
    }

    /** Waits for a place to ask an origin itself. */
    Slot atOrigin(String host, AccountName account) throws InterruptedException {
        var slot = new Slot(new Who(Turns.DIRECT, account));
        slot.origin = Slot.Place.in(origin(host), slot.who);
        return slot;
    }

    /** So many processes share the limits of the edge from now on. */
    void share(Edge edge, int processes) {
        var part = limits.at(edge).share(processes);
        edge(edge).limit(part.perEdge(), part.edge());
    }

    /** So many processes share the limits of every origin from now on. */
    void share(int processes) {
        atOrigins = limits.share(processes);
        origins.values().forEach(pace -> pace.limit(atOrigins.perOrigin(), atOrigins.origin()));
    }

    Pace edge(Edge edge) {
        var its = limits.at(edge);
        return edges.computeIfAbsent(edge.name(), _ -> new Pace(its.perEdge(), its.edge(), System::nanoTime));
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
                host, _ -> new Pace(atOrigins.perOrigin(), atOrigins.origin(), System::nanoTime, edges::size));
    }
}
