package dev.preheat.edge;

import dev.preheat.edge.Edge.Line;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.pace.Slots;
import dev.preheat.preheat.FailureClass;
import dev.preheat.tenancy.AccountName;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Beginning;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.EdgeConnection;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** One edge as one fill uses it: a slot, a turn and a connection for each object. */
public final class EdgeVisit {
    private final Edge edge;
    private final EdgeClient client;
    private final Slots slots;
    private final InFlight inFlight;
    private final ObjectFiller objects;
    private final AccountName account;
    private final Holding holding;
    private final SeveralMachines several;
    private final Map<URI, String> machines; // the first that was asked, by address

    /** @param tested the machine of which it is known what it can do, by address */
    public EdgeVisit(
            Shared shared,
            Edge edge,
            AccountName account,
            ObjectFiller objects,
            SeveralMachines several,
            Holding holding,
            Map<URI, String> tested) {
        this.edge = edge;
        this.client = shared.client();
        this.slots = shared.slots();
        this.inFlight = shared.inFlight();
        this.objects = objects;
        this.account = account;
        this.holding = holding;
        this.several = several;
        this.machines = new ConcurrentHashMap<>(tested);
    }

    public Edge edge() {
        return edge;
    }

    /** What the edge was seen to hold of titles like this one. */
    public Holding holding() {
        return holding;
    }

    /** Whether what the edge was made to store counts though it cannot show it. */
    public boolean acceptsUnproved() {
        return edge.terms().acceptsUnproved();
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(ObjectFiller.Place place) throws InterruptedException;
    }

    /** Stores the object, trying again where too much was asked for; see {@link ObjectFiller#store}. */
    public Verdict store(Item item) throws InterruptedException {
        var none = several.found();
        return none.isPresent() ? none.get() : several.judge(item, stored(item));
    }

    private Verdict stored(Item item) throws InterruptedException {
        try (var _ = inFlight.enter(edge.name() + " " + item.key())) {
            for (int tries = 1; ; tries++) {
                var verdict = storedOnce(item);
                if (tries == Slots.TRIES || !(verdict instanceof Lost lost && lost.pressed())) {
                    return verdict;
                }
            }
        }
    }

    /** Looks whether the object is stored; see {@link ObjectFiller#probe}. */
    public Verdict probe(Item item) throws InterruptedException {
        return several.judgeAgain(item, probed(item));
    }

    private Verdict probed(Item item) throws InterruptedException {
        try (var slot = slots.probing(edge.asked(), account)) {
            return Refusal.told(item, connected(item, slot, objects::probe, lost -> lost), slot);
        }
    }

    /** A manifest as viewers get it, or why it cannot be had. */
    public sealed interface Body {
        @SuppressWarnings("ArrayRecordComponent") // passed on once to a reader
        record Text(byte[] bytes, Version version) implements Body {}

        record Missing(Lost lost) implements Body {}

        /** It has more bytes than there was room for. */
        record TooLong() implements Body {}
    }

    /** The text of a stored manifest, not compressed, of at most so many bytes. */
    public Body body(Item item, int most) throws InterruptedException {
        var whole = Ask.whole().keeping(most);
        try (var slot = slots.probing(edge.asked(), account)) {
            return connected(
                    item,
                    slot,
                    place -> {
                        var exchange = objects.ask(place, whole);
                        return slot.gaveUp() ? new Body.Missing(Refusal.byEdge(item)) : read(item, exchange, most);
                    },
                    Body.Missing::new);
        }
    }

    /** The first bytes of what is stored, not compressed; none of what is empty. */
    public Body beginning(Item item) throws InterruptedException {
        try (var slot = slots.probing(edge.asked(), account)) {
            return connected(item, slot, place -> begun(item, objects.ask(place, Beginning.ASK)), Body.Missing::new);
        }
    }

    private static Body begun(Item item, Exchange exchange) {
        return switch (exchange) {
            case Broken broken -> new Body.Missing(Refusal.of(item, broken));
            case Answer answer ->
                Refusal.of(item, answer)
                        .<Body>map(Body.Missing::new)
                        .orElseGet(() -> new Body.Text(Beginning.of(answer), Version.of(answer)));
        };
    }

    // An edge that dies now says nothing against the manifest.
    private static Body read(Item item, Exchange exchange, int most) {
        return switch (exchange) {
            case Broken broken -> new Body.Missing(Refusal.of(item, broken));
            case Answer answer ->
                Refusal.of(item, answer)
                        .<Body>map(Body.Missing::new)
                        .orElseGet(() -> text(answer, most).orElseGet(() -> new Body.Missing(unreadable(item))));
        };
    }

    /** Why a manifest has no text. */
    public static Lost unreadable(Item item) {
        return new Lost(
                FailureClass.MANIFEST_INVALID, item.name() + " cannot be read whole, or is larger than 8 MiB", false);
    }

    /** The text of an answer; empty when it is none, or is broken. */
    public static Optional<Body> text(Answer answer, int most) {
        if (answer.status() != 200) {
            return Optional.empty();
        }
        return answer.cut() ? Optional.of(new Body.TooLong()) : decoded(answer, most);
    }

    private Verdict storedOnce(Item item) throws InterruptedException {
        try (var slot = slots.filling(edge.asked(), item.url().host(), account)) {
            return Refusal.told(item, connected(item, slot, objects::store, lost -> lost), slot);
        }
    }

    private <T> T connected(Item item, Slots.Slot slot, Use<T> use, Function<Lost, T> without)
            throws InterruptedException {
        return switch (edge.connect(client, item.url())) {
            case Line.None(var lost) -> without.apply(lost);
            case Line.To(var connection) -> {
                try (connection) {
                    var moved = moved(item, connection);
                    yield moved.isPresent()
                            ? without.apply(moved.get())
                            : use.of(new ObjectFiller.Place(connection, item, slot));
                }
            }
        };
    }

    // What was proved at one machine is not stored at another.
    private Optional<Lost> moved(Item item, EdgeConnection connection) {
        var address = edge.address(item.url().scheme());
        var first = machines.computeIfAbsent(address, _ -> connection.dialled());
        if (connection.dialled().equals(first)) {
            return Optional.empty();
        }
        var reason = "edge " + edge.name() + " moved while it was filled: " + address + " was " + first + " and is "
                + connection.dialled();
        return Optional.of(new Lost(FailureClass.EDGE_UNREACHABLE, reason, true));
    }

    // Asked for without Accept-Encoding, and yet some edges send what they stored for others.
    private static Optional<Body> decoded(Answer answer, int most) {
        var encoding = answer.first("content-encoding").orElse("").toLowerCase(Locale.ROOT);
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            return Optional.of(new Body.Text(answer.kept(), Version.of(answer)));
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.kept()))) {
            var body = unzipped.readNBytes(most + 1);
            return Optional.of(body.length > most ? new Body.TooLong() : new Body.Text(body, Version.of(answer)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
