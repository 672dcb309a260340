package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.preheat.FailureClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One edge as one fill uses it: a slot, a turn and a connection for each object. */
final class EdgeVisit {
    static final int LARGEST_MANIFEST = 8 * 1024 * 1024;

    private final Edge edge;
    private final EdgeClient client;
    private final Slots slots;
    private final InFlight inFlight;
    private final ObjectFiller objects;

    EdgeVisit(Edge edge, EdgeClient client, Slots slots, InFlight inFlight, ObjectFiller objects) {
        this.edge = edge;
        this.client = client;
        this.slots = slots;
        this.inFlight = inFlight;
        this.objects = objects;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(EdgeConnection connection) throws InterruptedException;
    }

    /** Stores the object; see {@link ObjectFiller#store}. */
    Verdict store(Target target) throws InterruptedException {
        try (var _ = inFlight.enter(edge.name() + " " + target.key())) {
            return connected(target, connection -> objects.store(connection, target))
                    .orElseGet(this::unknownName);
        }
    }

    /** Looks whether the object is stored; see {@link ObjectFiller#probe}. */
    Verdict probe(Target target) throws InterruptedException {
        return connected(target, connection -> objects.probe(connection, target))
                .orElseGet(this::unknownName);
    }

    /** A stored manifest as viewers get it, not compressed; empty when it cannot be had whole or is over the limit. */
    Optional<byte[]> body(Target target) throws InterruptedException {
        var whole = Ask.whole().keeping(LARGEST_MANIFEST);
        return connected(target, connection -> objects.ask(connection, target, whole))
                .flatMap(exchange -> exchange instanceof Answer answer && answer.status() == 200 && !answer.cut()
                        ? decoded(answer)
                        : Optional.empty());
    }

    // Empty when the edge's name is not known.
    private <T> Optional<T> connected(Target target, Use<T> use) throws InterruptedException {
        try (var _ = slots.acquire(edge.name(), target.url().getHost());
                var connection = client.connect(edge.address(), target.url())) {
            return Optional.of(use.of(connection));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private Verdict unknownName() {
        return new Lost(FailureClass.EDGE_UNREACHABLE, "the edge's name is not known: " + edge.address(), true);
    }

    // Asked for without Accept-Encoding, and yet some edges send what they stored for others.
    private static Optional<byte[]> decoded(Answer answer) {
        if (!answer.first("content-encoding").orElse("").equalsIgnoreCase("gzip")) {
            return Optional.of(answer.kept());
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.kept()))) {
            var body = unzipped.readNBytes(LARGEST_MANIFEST + 1);
            return body.length > LARGEST_MANIFEST ? Optional.empty() : Optional.of(body);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
