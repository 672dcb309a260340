package dev.preheat.fill;

import dev.preheat.fill.EdgeClient.Line;
import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.fill.Whereabouts.Place;
import dev.preheat.preheat.FailureClass;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds out for one fill whether several machines answer at an edge's address, each with a cache of its own: what is stored
 * is asked for on new connections, all open at the same time so that a balancer spreads them.
 *
 * <p>Once for what an edge was found to do, by its first stored object and by the first that it fetched, for every object that is
 * lost, and for a few that are missing when they are looked at again. Of one cache, all
 * connections tell the same; what is stored or thrown out just then makes one round differ, and not two.
 */
final class SeveralMachines {
    static final int CONNECTIONS = 8;
    private static final int ROUNDS = 2;
    private static final int MOST_DOUBTS = 3;
    private static final int MOST_SHOWN = 6;

    private final EdgeClient client;
    private final Edge edge;
    private final Abilities abilities;
    private final Sight sight;
    private final AtomicInteger doubts = new AtomicInteger();
    private final AtomicReference<Optional<Lost>> found = new AtomicReference<>(Optional.empty());

    SeveralMachines(EdgeClient client, Edge edge, Abilities abilities, Sight sight) {
        this.client = client;
        this.edge = edge;
        this.abilities = abilities;
        this.sight = sight;
    }

    /** That there are several, as far as this fill has seen. */
    Optional<Lost> found() {
        return found.get();
    }

    /** What became of the target, or that several machines answer. */
    Verdict judge(Target target, Verdict verdict) throws InterruptedException {
        boolean isDoubtful = switch (verdict) {
            case Stored stored ->
                abilities.toBeCounted(stored.times().fetchedAt().isPresent());
            case Lost lost -> lost.failure() == FailureClass.NOT_STORED;
        };
        return isDoubtful && found().isEmpty()
                ? counted(target).<Verdict>map(lost -> lost).orElse(verdict)
                : verdict;
    }

    /** The same of an object that was stored and is looked at again, a few times a fill. */
    Verdict judgeAgain(Target target, Verdict verdict) throws InterruptedException {
        return abilities.onlyIfCached()
                        && verdict instanceof Lost lost
                        && lost.failure() == FailureClass.NOT_STORED
                        && doubts.incrementAndGet() <= MOST_DOUBTS
                ? judge(target, verdict)
                : verdict;
    }

    private Optional<Lost> counted(Target target) throws InterruptedException {
        var seen = new Round(0, 0);
        int rounds = abilities.onlyIfCached() ? ROUNDS : 1; // where a probe fills, the next finds it everywhere
        for (int round = 0; round < rounds; round++) {
            seen = round(target);
            if (!seen.isMixed()) {
                return Optional.empty();
            }
        }
        abilities.countAgain();
        var lost = Optional.of(new Lost(FailureClass.SEVERAL_MACHINES, reason(target, seen), false));
        found.set(lost);
        return lost;
    }

    /** How many connections found the target, and how many did not; what else was answered tells nothing. */
    private record Round(int with, int without) {
        boolean isMixed() {
            return with > 0 && without > 0;
        }
    }

    private Round round(Target target) throws InterruptedException {
        int with = 0;
        int without = 0;
        var open = new ArrayList<EdgeConnection>();
        try (var fresh = client.anew()) {
            while (open.size() < CONNECTIONS && fresh.connect(edge, target.url()) instanceof Line.To(var connection)) {
                open.add(connection);
                switch (seen(target, connection)) {
                    case Stored _ -> with++;
                    case Lost lost -> without += lost.failure() == FailureClass.NOT_STORED ? 1 : 0;
                }
            }
            open.forEach(EdgeConnection::close);
        }
        return new Round(with, without);
    }

    private Verdict seen(Target target, EdgeConnection connection) throws InterruptedException {
        var probe = EdgeSoftware.of(edge).probe(target);
        var ask = abilities.onlyIfCached() ? probe.onlyIfCached() : probe;
        return switch (connection.ask(ask.with(target.sends()))) {
            case Answer answer -> sight.of(target, answer);
            case Exchange.Broken broken -> Refusal.of(target, broken);
        };
    }

    private String reason(Target target, Round seen) {
        return "several machines answer at " + edge.address(target.url().scheme()) + ": " + target.name()
                + " is stored, and " + seen.with() + " of " + (seen.with() + seen.without())
                + " new connections found it; one edge is one cache, so write an edge of its own for each machine, with "
                + "that machine's address";
    }

    /** Why an address that is a name of several machines is none. */
    static String named(Edge edge, URI address, Place.Several several) {
        var lines = new ArrayList<String>();
        for (var machine : several.machines()) {
            lines.add("{ name: " + edge.name() + "-" + (lines.size() + 1) + ", address: " + at(address, machine)
                    + ", software: " + edge.software().name().toLowerCase(Locale.ROOT) + " }");
        }
        return "edge " + edge.name() + "'s address " + address + " leads to " + lines.size()
                + " machines, and one edge is one cache; write one for each: " + shown(lines);
    }

    private static String shown(List<String> lines) {
        return String.join(", ", lines.subList(0, Math.min(MOST_SHOWN, lines.size())))
                + (lines.size() > MOST_SHOWN ? ", …" : "");
    }

    private static String at(URI address, InetAddress machine) {
        var host = machine instanceof Inet6Address ? "[" + machine.getHostAddress() + "]" : machine.getHostAddress();
        return address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
