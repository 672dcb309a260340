package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.preheat.EdgeName;
import dev.preheat.url.Url;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what an edge can do, on an object that nobody has: one request with only-if-cached, and the same without.
 *
 * <p>A 504 to the first alone shows that the edge honours it; 504 to both shows only that the origin is silent. Found out
 * again after ten minutes, and when the edge comes back.
 */
final class SelfTest {
    private static final Logger log = LoggerFactory.getLogger(SelfTest.class);
    private static final Duration BELIEVED = Duration.ofMinutes(10);
    private static final int MOST_TRIES = 7;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EdgeClient client;
    private final InstantSource clock;
    private final Map<EdgeName, Finding> findings = new ConcurrentHashMap<>();

    private record Finding(Abilities abilities, Instant until) {}

    SelfTest(EdgeClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** What the edge can do for objects of {@code url}'s host; empty when it cannot be found out now. */
    Optional<Abilities> abilities(Edge edge, Url url) throws InterruptedException {
        var known = findings.get(edge.name());
        if (known != null && known.until().isAfter(clock.instant())) {
            return Optional.of(known.abilities());
        }
        var found = experiment(edge, url);
        found.ifPresent(abilities -> remember(edge, abilities));
        return found;
    }

    /** What was found last, however long ago. */
    Optional<Abilities> known(Edge edge) {
        return Optional.ofNullable(findings.get(edge.name())).map(Finding::abilities);
    }

    /** Forgets what was found: the edge went away, and may come back as another. */
    void forget(Edge edge) {
        findings.computeIfPresent(edge.name(), (_, found) -> new Finding(found.abilities(), Instant.MIN));
    }

    private void remember(Edge edge, Abilities abilities) {
        var before =
                findings.put(edge.name(), new Finding(abilities, clock.instant().plus(BELIEVED)));
        if (before == null || before.abilities().onlyIfCached() != abilities.onlyIfCached()) {
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

    private Optional<Abilities> experiment(Edge edge, Url url) throws InterruptedException {
        var nobodys = url.at("/.preheat/" + HexFormat.of().toHexDigits(RANDOM.nextLong()));
        try (var connection = client.connect(edge.address(url.scheme()), nobodys)) {
            var asked = patiently(connection, Ask.lastByte().onlyIfCached().impatient(), MOST_TRIES);
            if (!(asked instanceof Answer answer)) {
                return Optional.empty();
            }
            compare(edge, answer);
            if (answer.status() != 504) {
                return Refuser.isRefusal(answer) ? Optional.empty() : Optional.of(new Abilities(false));
            }
            var found = new Abilities(true);
            found.heard(EdgeSoftware.of(edge), answer);
            return patiently(connection, Ask.head().impatient(), 3) instanceof Answer control && control.status() != 504
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    // An edge that refuses when much is asked of it has said nothing of what it can do.
    private static Exchange patiently(EdgeConnection connection, Ask ask, int most) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var exchange = connection.ask(ask);
            if (tries == most || !(exchange instanceof Answer answer && Refuser.isRefusal(answer))) {
                return exchange;
            }
            Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
        }
    }

    // A wrong `software` costs bytes or time, never a false proof: so it is said and the fill goes on.
    private void compare(Edge edge, Answer answer) {
        var says = EdgeSoftware.program(answer);
        var configured = edge.software().name().toLowerCase(Locale.ROOT);
        if (!says.isEmpty() && !says.equals(configured) && !findings.containsKey(edge.name())) {
            log.warn(
                    "edge {} is configured as {} and answers as {}; to mend it, write `software: {}`",
                    edge.name(),
                    configured,
                    says,
                    says);
        }
    }
}
