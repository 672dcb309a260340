package dev.preheat.edge;

import dev.preheat.edge.Edge.Line;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.EdgeConnection;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import java.util.ArrayList;
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
public final class SeveralMachines {
    static final int CONNECTIONS = 8;
    private static final int ROUNDS = 2;
    private static final int MOST_DOUBTS = 3;

    private final EdgeClient client;
    private final Edge edge;
    private final Abilities abilities;
    private final Sight sight;
    private final AtomicInteger doubts = new AtomicInteger();
    private final AtomicReference<Optional<Lost>> found = new AtomicReference<>(Optional.empty());

    public SeveralMachines(EdgeClient client, Edge edge, Abilities abilities, Sight sight) {
        this.client = client;
        this.edge = edge;
        this.abilities = abilities;
        this.sight = sight;
    }

    /** That there are several, as far as this fill has seen. */
    Optional<Lost> found() {
        return found.get();
    }

    /** What became of the item, or that several machines answer. */
    Verdict judge(Item item, Verdict verdict) throws InterruptedException {
        boolean isDoubtful = switch (verdict) {
            case Stored stored ->
                abilities.toBeCounted(stored.times().fetchedAt().isPresent());
            case Lost lost -> lost.failure() == FailureClass.NOT_STORED;
        };
        return isDoubtful && found().isEmpty()
                ? counted(item).<Verdict>map(lost -> lost).orElse(verdict)
                : verdict;
    }

    /** The same of an object that was stored and is looked at again, a few times a fill. */
    Verdict judgeAgain(Item item, Verdict verdict) throws InterruptedException {
        return abilities.onlyIfCached()
                        && verdict instanceof Lost lost
                        && lost.failure() == FailureClass.NOT_STORED
                        && doubts.incrementAndGet() <= MOST_DOUBTS
                ? judge(item, verdict)
                : verdict;
    }

    private Optional<Lost> counted(Item item) throws InterruptedException {
        var seen = new Round(0, 0);
        int rounds = abilities.onlyIfCached() ? ROUNDS : 1; // where a probe fills, the next finds it everywhere
        for (int round = 0; round < rounds; round++) {
            seen = round(item);
            if (!seen.isMixed()) {
                return Optional.empty();
            }
        }
        abilities.countAgain();
        var lost = Optional.of(new Lost(FailureClass.SEVERAL_MACHINES, reason(item, seen), false));
        found.set(lost);
        return lost;
    }

    /** How many connections found the item, and how many did not; what else was answered tells nothing. */
    private record Round(int with, int without) {
        boolean isMixed() {
            return with > 0 && without > 0;
        }
    }

    private Round round(Item item) throws InterruptedException {
        int with = 0;
        int without = 0;
        var open = new ArrayList<EdgeConnection>();
        try (var fresh = client.anew()) {
            while (open.size() < CONNECTIONS && edge.connect(fresh, item.url()) instanceof Line.To(var connection)) {
                open.add(connection);
                switch (seen(item, connection)) {
                    case Stored _ -> with++;
                    case Lost lost -> without += lost.failure() == FailureClass.NOT_STORED ? 1 : 0;
                }
            }
            open.forEach(EdgeConnection::close);
        }
        return new Round(with, without);
    }

    private Verdict seen(Item item, EdgeConnection connection) throws InterruptedException {
        var probe = EdgeSoftware.of(edge).probe(item);
        var ask = abilities.onlyIfCached() ? probe.onlyIfCached() : probe;
        return switch (connection.ask(ask.with(item.sends()))) {
            case Answer answer -> sight.of(item, answer);
            case Exchange.Broken broken -> Refusal.of(item, broken);
        };
    }

    private String reason(Item item, Round seen) {
        return "several machines answer at " + edge.address(item.url().scheme()) + ": " + item.name()
                + " is stored, and " + seen.with() + " of " + (seen.with() + seen.without())
                + " new connections found it; one edge is one cache, so write an edge of its own for each machine, with "
                + "that machine's address";
    }
}
