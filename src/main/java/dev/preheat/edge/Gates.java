package dev.preheat.edge;

import dev.preheat.edge.Edge.Line;
import dev.preheat.edge.Gates.Found.Able;
import dev.preheat.edge.Gates.Found.Unable;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.pace.Refuser;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.CacheStatus;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.EdgeConnection;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One self-test of an edge, past whatever gate stands before it: at a path that nobody has, where that is guarded at one
 * beside the title that is named like it, and where that is guarded too at the title's own URL.
 */
public final class Gates {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_TRIES = 7;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final EdgeClient client;
    private final Edge edge;
    private final Url url;
    private final String machine;
    private final Consumer<Answer> watcher;

    /**
     * @param machine where the edge is, and nobody else is asked
     * @param watcher is told of every answer
     */
    Gates(EdgeClient client, Edge edge, Url url, String machine, Consumer<Answer> watcher) {
        this.client = client;
        this.edge = edge;
        this.url = url;
        this.machine = machine;
        this.watcher = watcher;
    }

    /** What came of a test. */
    public sealed interface Found {
        /** @param machine where it was found out, as {@link EdgeConnection#dialled} says */
        record Able(Abilities abilities, String machine) implements Found {}

        /** It cannot be found out now. */
        record Unable(Lost lost) implements Found {}
    }

    private Able able(Abilities abilities) {
        return new Able(abilities, machine);
    }

    Found experiment() throws InterruptedException {
        var made = nobodys(url.at("/.preheat/" + random()), 400);
        if (made.isPresent()) {
            return made.get();
        }
        var beside = nobodys(beside(), 411);
        return beside.isPresent() ? beside.get() : own();
    }

    // Empty where the answer may be a gate's: then it says nothing of the cache. Who has no such path says 404 or 410,
    // and
    // so may a gate; the path that is named like the title is believed.
    private Optional<Found> nobodys(Url path, int gatesFrom) throws InterruptedException {
        return switch (ask(path, Ask.lastByte().onlyIfCached().impatient())) {
            case Broken broken when broken.kind() == Broken.Kind.CLOSED -> Optional.empty();
            case Broken broken -> Optional.of(unable(broken));
            case Answer answer when answer.status() == 504 -> Optional.of(control(path, answer));
            case Answer answer when Refuser.isRefusal(answer) -> Optional.of(new Unable(Refusal.byEdge(item())));
            case Answer answer when isGuarded(answer, gatesFrom) -> Optional.empty();
            case Answer _ -> Optional.of(able(new Abilities(false)));
        };
    }

    private static boolean isGuarded(Answer answer, int gatesFrom) {
        int status = answer.status();
        return status == 401 || status == 403 || status >= gatesFrom;
    }

    private Found control(Url path, Answer cold) throws InterruptedException {
        return switch (ask(path, Ask.head().impatient())) {
            case Answer answer
            when answer.status() != 504 -> {
                var abilities = new Abilities(true);
                abilities.heard(EdgeSoftware.of(edge), cold);
                yield able(abilities);
            }
            case Answer answer -> new Unable(Refusal.of(item(), answer).orElseGet(() -> silent("it answered 504")));
            case Broken broken -> unable(broken);
        };
    }

    // What is stored is answered by every edge: then only its own word, or a made-up query, tells who fills when asked.
    private Found own() throws InterruptedException {
        return switch (ask(url, Ask.head().onlyIfCached().impatient())) {
            case Answer answer when answer.status() == 504 -> control(url, answer);
            case Answer answer when answer.status() == 405 || answer.status() == 501 -> able(new Abilities(false));
            case Answer answer -> {
                var word = EdgeSoftware.of(edge).word(answer);
                yield Refusal.of(item(), answer)
                        .<Found>map(Unable::new)
                        .orElse(able(new Abilities(
                                word != CacheStatus.MISS && word != CacheStatus.STALE && honoursForQuery())));
            }
            case Broken broken -> unable(broken);
        };
    }

    private boolean honoursForQuery() throws InterruptedException {
        var other = url.with(url.query().map(query -> query + "&").orElse("") + "preheat=" + random());
        return ask(other, Ask.head().onlyIfCached().impatient()) instanceof Answer answer && answer.status() == 504;
    }

    private Exchange ask(Url at, Ask ask) throws InterruptedException {
        return switch (edge.connect(client, at)) {
            case Line.None(var lost) -> new Broken(Broken.Kind.UNREACHABLE, 0, lost.reason(), 0);
            case Line.To(var connection)
            when !connection.dialled().equals(machine) -> {
                var what = connection.dialled() + ": the edge moved there from " + machine + " just now";
                yield new Broken(Broken.Kind.UNREACHABLE, 0, what, 0);
            }
            case Line.To(var connection) -> {
                try (connection) {
                    var exchange = patiently(connection, ask);
                    if (exchange instanceof Answer answer) {
                        watcher.accept(answer);
                    }
                    yield exchange;
                }
            }
        };
    }

    // An edge that refuses when much is asked of it has said nothing of what it can do.
    private static Exchange patiently(EdgeConnection connection, Ask ask) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var exchange = connection.ask(ask);
            if (tries == MOST_TRIES || !(exchange instanceof Answer answer && Refuser.isRefusal(answer))) {
                return exchange;
            }
            Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
        }
    }

    private Unable unable(Broken broken) {
        var lost = Refusal.of(item(), broken);
        return new Unable(lost.again() ? silent(lost.reason()) : lost);
    }

    private Lost silent(String why) {
        return new Lost(
                FailureClass.EDGE_UNREACHABLE, "edge " + edge.name() + " did not answer its self-test: " + why, true);
    }

    private Item item() {
        return new Item(url);
    }

    private Url beside() {
        var path = url.path();
        var name = path.substring(path.lastIndexOf('/') + 1);
        var ending = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
        var query = url.query().map(text -> "?" + text).orElse("");
        return url.at(path.substring(0, path.lastIndexOf('/') + 1) + random() + ending + query);
    }

    private static String random() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }
}
