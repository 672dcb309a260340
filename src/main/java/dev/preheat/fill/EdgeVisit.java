package dev.preheat.fill;

import dev.preheat.fill.EdgeClient.Line;
import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.media.Manifest;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.tenancy.AccountName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** One edge as one fill uses it: a slot, a turn and a connection for each object. */
final class EdgeVisit {
    private final Edge edge;
    private final EdgeClient client;
    private final Slots slots;
    private final InFlight inFlight;
    private final ReadingRoom manifests;
    private final ObjectFiller objects;
    private final AccountName account;
    private final Holding holding;
    private final SeveralMachines several;
    private final Map<URI, String> machines; // the first that was asked, by address

    /** @param tested the machine of which it is known what it can do, by address */
    EdgeVisit(
            Filler.Shared shared,
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
        this.manifests = shared.manifests();
        this.objects = objects;
        this.account = account;
        this.holding = holding;
        this.several = several;
        this.machines = new ConcurrentHashMap<>(tested);
    }

    EdgeName edge() {
        return edge.name();
    }

    /** What the edge was seen to hold of titles like this one. */
    Holding holding() {
        return holding;
    }

    /** Whether what the edge was made to store counts though it cannot show it. */
    boolean acceptsUnproved() {
        return edge.terms().acceptsUnproved();
    }

    /** For what the fill keeps of its title. */
    Shelves.Shelf shelf() {
        return manifests.shelf(account);
    }

    /** Uses the text of one manifest when there is room for it; see {@link ReadingRoom#use}. */
    <T> Optional<T> use(long length, ReadingRoom.Use<T> use) throws InterruptedException {
        return manifests.use(account, length, use);
    }

    /** Reads one when it is its turn; see {@link ReadingRoom#read}. */
    Manifest.Reading read(Supplier<Manifest.Reading> text) throws InterruptedException {
        return manifests.read(account, text);
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(ObjectFiller.Place place) throws InterruptedException;
    }

    /** Stores the object, trying again where too much was asked for; see {@link ObjectFiller#store}. */
    Verdict store(Target target) throws InterruptedException {
        var none = several.found();
        return none.isPresent() ? none.get() : several.judge(target, stored(target));
    }

    private Verdict stored(Target target) throws InterruptedException {
        try (var _ = inFlight.enter(edge.name() + " " + target.key())) {
            for (int tries = 1; ; tries++) {
                var verdict = storedOnce(target);
                if (tries == Slots.TRIES || !(verdict instanceof Lost lost && lost.pressed())) {
                    return verdict;
                }
            }
        }
    }

    /** Looks whether the object is stored; see {@link ObjectFiller#probe}. */
    Verdict probe(Target target) throws InterruptedException {
        return several.judgeAgain(target, probed(target));
    }

    private Verdict probed(Target target) throws InterruptedException {
        try (var slot = slots.probing(edge, account)) {
            return Refusal.told(target, connected(target, slot, objects::probe, lost -> lost), slot);
        }
    }

    /** A manifest as viewers get it, or why it cannot be had. */
    sealed interface Body {
        @SuppressWarnings("ArrayRecordComponent") // passed on once to a reader
        record Text(byte[] bytes, Version version) implements Body {}

        record Missing(Lost lost) implements Body {}

        /** It has more bytes than there was room for. */
        record TooLong() implements Body {}
    }

    /** The text of a stored manifest, not compressed, of at most so many bytes. */
    Body body(Target target, int most) throws InterruptedException {
        var whole = Ask.whole().keeping(most);
        try (var slot = slots.probing(edge, account)) {
            return connected(
                    target,
                    slot,
                    place -> {
                        var exchange = objects.ask(place, whole);
                        return slot.gaveUp() ? new Body.Missing(Refusal.byEdge(target)) : read(target, exchange, most);
                    },
                    Body.Missing::new);
        }
    }

    /** The first bytes of what is stored, not compressed; none of what is empty. */
    Body beginning(Target target) throws InterruptedException {
        try (var slot = slots.probing(edge, account)) {
            return connected(
                    target, slot, place -> begun(target, objects.ask(place, Beginning.ASK)), Body.Missing::new);
        }
    }

    private static Body begun(Target target, Exchange exchange) {
        return switch (exchange) {
            case Broken broken -> new Body.Missing(Refusal.of(target, broken));
            case Answer answer ->
                Refusal.of(target, answer)
                        .<Body>map(Body.Missing::new)
                        .orElseGet(() -> new Body.Text(Beginning.of(answer), Version.of(answer)));
        };
    }

    // An edge that dies now says nothing against the manifest.
    private static Body read(Target target, Exchange exchange, int most) {
        return switch (exchange) {
            case Broken broken -> new Body.Missing(Refusal.of(target, broken));
            case Answer answer ->
                Refusal.of(target, answer)
                        .<Body>map(Body.Missing::new)
                        .orElseGet(() -> text(answer, most).orElseGet(() -> new Body.Missing(unreadable(target))));
        };
    }

    /** Why a manifest has no text. */
    static Lost unreadable(Target target) {
        return new Lost(
                FailureClass.MANIFEST_INVALID, target.name() + " cannot be read whole, or is larger than 8 MiB", false);
    }

    /** The text of an answer; empty when it is none, or is broken. */
    static Optional<Body> text(Answer answer, int most) {
        if (answer.status() != 200) {
            return Optional.empty();
        }
        return answer.cut() ? Optional.of(new Body.TooLong()) : decoded(answer, most);
    }

    private Verdict storedOnce(Target target) throws InterruptedException {
        try (var slot = slots.filling(edge, target.url().host(), account)) {
            return Refusal.told(target, connected(target, slot, objects::store, lost -> lost), slot);
        }
    }

    private <T> T connected(Target target, Slots.Slot slot, Use<T> use, Function<Lost, T> without)
            throws InterruptedException {
        return switch (client.connect(edge, target.url())) {
            case Line.None(var lost) -> without.apply(lost);
            case Line.To(var connection) -> {
                try (connection) {
                    var moved = moved(target, connection);
                    yield moved.isPresent()
                            ? without.apply(moved.get())
                            : use.of(new ObjectFiller.Place(connection, target, slot));
                }
            }
        };
    }

    // What was proved at one machine is not stored at another.
    private Optional<Lost> moved(Target target, EdgeConnection connection) {
        var address = edge.address(target.url().scheme());
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
