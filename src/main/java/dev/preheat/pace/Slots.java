package dev.preheat.pace;

import dev.preheat.pace.Turns.Turn;
import dev.preheat.pace.Turns.Who;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The pace of every edge and of every origin, over all fills. */
public final class Slots {
    /** How often a request is made that was answered 429 or 503, the first time included; the pace makes the pauses. */
    public static final int TRIES = 3;

    private final Limit atEdges;
    private final Limit all; // of an origin, for all processes
    private volatile Limit atOrigins;
    private final Map<EdgeName, Pace> edges = new ConcurrentHashMap<>();
    private final Map<String, Pace> origins = new ConcurrentHashMap<>();

    /**
     * @param atEdges what is asked of an edge that has no limit of its own
     * @param atOrigins what is asked of each origin
     */
    public Slots(Limit atEdges, Limit atOrigins) {
        this.atEdges = atEdges;
        this.all = atOrigins;
        this.atOrigins = atOrigins;
    }

    /** An edge, and what limits it has of its own. */
    public record Asked(EdgeName name, Limit.Own own) {}

    /** A place at an edge, at an origin or at both, until closed. */
    public static final class Slot implements AutoCloseable {
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
        public void awaitRate() throws InterruptedException {
            if (edge.isPresent()) {
                edge.get().pace().awaitRate();
            }
        }

        /** What came of a request on it, which nobody but the origin can have refused. */
        public void heard(Ask ask, Exchange exchange) {
            heard(ask, exchange, Refuser.ORIGIN);
        }

        /**
         * What came of a request on it, and who refused it if it was.
         *
         * @return whether the edge refused it and is to be asked again
         */
        public boolean heard(Ask ask, Exchange exchange, Refuser by) {
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
        public boolean gaveUp() {
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
        public void lost() {
            edge.ifPresent(one -> one.pace().lost());
        }

        /** So many bytes were fetched. */
        public void fetched(long bytes) {
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
    public Slot filling(Asked edge, String host, AccountName account) throws InterruptedException {
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
    public Slot probing(Asked edge, AccountName account) throws InterruptedException {
        var slot = new Slot(new Who(edge.name(), account));
        slot.edge = Slot.Place.in(edge(edge), slot.who);
        return slot;
    }

    /** Waits for a place to ask an origin itself. */
    public Slot atOrigin(String host, AccountName account) throws InterruptedException {
        var slot = new Slot(new Who(Turns.DIRECT, account));
        slot.origin = Slot.Place.in(origin(host), slot.who);
        return slot;
    }

    /** So many processes share the limits of the edge from now on. */
    public void share(Asked edge, int processes) {
        edge(edge).limit(edge.own().in(atEdges).share(processes));
    }

    /** So many processes share the limits of every origin from now on. */
    public void share(int processes) {
        var part = all.share(processes);
        atOrigins = part;
        origins.values().forEach(pace -> pace.limit(part));
    }

    public Pace edge(Asked edge) {
        return edges.computeIfAbsent(edge.name(), _ -> new Pace(edge.own().in(atEdges), System::nanoTime));
    }

    /** How every edge that was asked stands. */
    public Map<String, PaceStanding> edges() {
        var standings = new TreeMap<String, PaceStanding>();
        edges.forEach((edge, pace) -> standings.put(edge.value(), pace.standing()));
        return standings;
    }

    /** How every origin that was asked stands, by its delivery domain. */
    public Map<String, PaceStanding> origins() {
        var standings = new TreeMap<String, PaceStanding>();
        origins.forEach((host, pace) -> standings.put(host, pace.standing()));
        return standings;
    }

    private Pace origin(String host) {
        return origins.computeIfAbsent(host, _ -> new Pace(atOrigins, System::nanoTime, edges::size));
    }
}
