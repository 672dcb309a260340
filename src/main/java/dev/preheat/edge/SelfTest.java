package dev.preheat.edge;

import dev.preheat.edge.Edge.Line;
import dev.preheat.preheat.EdgeName;
import dev.preheat.time.Window;
import dev.preheat.url.Url;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.Exchange.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what an edge can do, on an object that nobody has: one request with only-if-cached, and the same without.
 *
 * <p>A 504 to the first alone shows that the edge honours it; 504 to both shows only that the origin is silent. Where the edge
 * lets nobody ask for such a path, one beside the title is asked for, and at last the title's own URL. Gates.Found out again after
 * ten minutes, and when the edge comes back.
 */
public final class SelfTest {
    private static final Logger log = LoggerFactory.getLogger(SelfTest.class);
    private static final Duration BELIEVED = Duration.ofMinutes(10);

    private final EdgeClient client;
    private final InstantSource clock;
    private final Map<Tested, Finding> findings = new ConcurrentHashMap<>();

    private record Tested(EdgeName edge, URI address) {
        static Tested of(Edge edge, String scheme) {
            return new Tested(edge.name(), edge.address(scheme));
        }
    }

    private record Finding(Gates.Found.Able able, Window believed) {
        boolean isBelieved(String machine, Instant now) {
            return able.machine().equals(machine) && believed.has(now);
        }
    }

    public SelfTest(EdgeClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** What the edge can do for objects of {@code url}'s host. */
    public Gates.Found abilities(Edge edge, Url url) throws InterruptedException {
        return switch (edge.connect(client, url)) {
            case Line.None(var lost) -> new Gates.Found.Unable(lost);
            case Line.To(var connection) -> abilities(edge, url, connection.dialled());
        };
    }

    // Its name may lead to another machine than before, which may be able to do less.
    private Gates.Found abilities(Edge edge, Url url, String machine) throws InterruptedException {
        var tested = Tested.of(edge, url.scheme());
        var known = findings.get(tested);
        if (known != null && known.isBelieved(machine, clock.instant())) {
            return known.able();
        }
        var found = new Gates(client, edge, url, machine, answer -> compare(edge, answer)).experiment();
        if (found instanceof Gates.Found.Able able) {
            remember(edge, tested, able);
        }
        return found;
    }

    /** What was found last, however long ago. */
    public Optional<Abilities> known(Edge edge) {
        return Stream.of("http", "https")
                .flatMap(scheme -> Optional.ofNullable(findings.get(Tested.of(edge, scheme))).stream())
                .map(found -> found.able().abilities())
                .findFirst();
    }

    /** Forgets what was found: the edge went away, and may come back as another. */
    public void forget(Edge edge) {
        for (var scheme : List.of("http", "https")) {
            findings.computeIfPresent(Tested.of(edge, scheme), (_, found) -> new Finding(found.able(), Window.NEVER));
        }
    }

    private void remember(Edge edge, Tested tested, Gates.Found.Able able) {
        var before = findings.put(tested, new Finding(able, new Window(clock.instant(), BELIEVED)));
        var abilities = able.abilities();
        if (before == null || before.able().abilities().onlyIfCached() != abilities.onlyIfCached()) {
            report(edge, abilities);
        }
    }

    private static void report(Edge edge, Abilities abilities) {
        if (abilities.onlyIfCached()) {
            log.info("edge {} answers probes without filling: its proofs are of the strong kind", edge.name());
        } else {
            log.warn(
                    "edge {} fills when probed: its proofs rest on its own word; to mend it, {}",
                    edge.name(),
                    EdgeSoftware.of(edge).remedy());
        }
    }

    // A wrong `software` costs bytes or time, never a false proof: so it is said and the fill goes on.
    private void compare(Edge edge, Answer answer) {
        var says = EdgeSoftware.program(answer);
        var configured = edge.software().name().toLowerCase(Locale.ROOT);
        if (!says.isEmpty() && !says.equals(configured) && known(edge).isEmpty()) {
            log.warn(
                    "edge {} is configured as {} and answers as {}; to mend it, write `software: {}`",
                    edge.name(),
                    configured,
                    says,
                    says);
        }
    }
}
