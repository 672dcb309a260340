package dev.preheat.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the machine that an edge's address is. A name that leads to several is none, whether it names them all at once or
 * one after the other; one IPv4 and one IPv6 address are taken for one machine, and the IPv4 address is dialled.
 */
public final class Whereabouts {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final DnsResolver names;
    private final InstantSource clock;
    private final Map<String, List<Move>> trails = new ConcurrentHashMap<>();
    private final Map<String, Place> literals = new ConcurrentHashMap<>();

    private record Move(InetAddress to, Instant at) {}

    public Whereabouts(DnsResolver names, InstantSource clock) {
        this.names = names;
        this.clock = clock;
    }

    /** What a name leads to. */
    sealed interface Place {
        record Machine(InetAddress at) implements Place {}

        record Nowhere() implements Place {}

        record Several(List<InetAddress> machines) implements Place {
            public Several {
                machines = List.copyOf(machines);
            }
        }
    }

    Place of(String host) {
        return LITERAL.matcher(host).matches() ? literals.computeIfAbsent(host, this::found) : found(host);
    }

    private Place found(String host) {
        try {
            var found = Arrays.stream(names.resolve(host))
                    .distinct()
                    .sorted(Comparator.comparing(one -> one instanceof Inet6Address))
                    .toList();
            var trail = trails.merge(host, moves(found), this::longer);
            return severalAtOnce(found)
                    ? new Place.Several(found)
                    : returned(trail)
                            ? new Place.Several(
                                    trail.stream().map(Move::to).distinct().toList())
                            : new Place.Machine(found.getFirst());
        } catch (UnknownHostException _) {
            return new Place.Nowhere();
        }
    }

    private List<Move> moves(List<InetAddress> found) {
        return List.of(new Move(found.getFirst(), clock.instant()));
    }

    private static boolean severalAtOnce(List<InetAddress> found) {
        long four = found.stream().filter(Inet4Address.class::isInstance).count();
        return four > 1 || found.size() - four > 1;
    }

    // An edge that moves does not come back within minutes; a name server that names one machine after the other does.
    private static boolean returned(List<Move> trail) {
        return trail.size() > trail.stream().map(Move::to).distinct().count();
    }

    // A clock that was set back makes none of them last longer.
    private Move dated(Move move) {
        var now = clock.instant();
        return move.at().isAfter(now) ? new Move(move.to(), now) : move;
    }

    private List<Move> longer(List<Move> trail, List<Move> now) {
        if (trail.getLast().to().equals(now.getLast().to()) && trail.size() == 1) {
            return trail;
        }
        var longer = trail.stream().map(this::dated).collect(Collectors.toCollection(ArrayList::new));
        if (!trail.getLast().to().equals(now.getLast().to())) {
            longer.addAll(now);
        }
        var since = clock.instant().minus(REMEMBERED);
        while (longer.size() > 1 && longer.get(1).at().isBefore(since)) {
            longer.removeFirst();
        }
        return List.copyOf(longer);
    }
}
