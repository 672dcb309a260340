package dev.preheat.edge;

import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Said;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.loop.Backoff;
import dev.preheat.pace.Slots.Slot;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import dev.preheat.wire.Ask;
import dev.preheat.wire.CacheStatus;
import dev.preheat.wire.EdgeConnection;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Storability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;

/**
 * Stores one object in one edge and sees that it is stored: fill, probe, and once more with a full read, which also shows
 * why nothing was stored. An answer of 200 to a fill proves nothing and is never taken for it.
 */
public final class ObjectFiller {
    private static final int WHOLE_ROUNDS = 2;
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    private final EdgeSoftware software;
    private final Abilities abilities;
    private final Sight sight;
    private final BiPredicate<String, String> isKnown;
    private final LongConsumer received;
    private final RefuserSearch refuser;
    private final StoredErrors errors;

    /**
     * @param isKnown whether all is known of a header field that the viewers of a host differ by: host, field
     * @param received is told of all bytes that came
     */
    public ObjectFiller(
            EdgeSoftware software,
            Abilities abilities,
            Sight sight,
            BiPredicate<String, String> isKnown,
            LongConsumer received,
            RefuserSearch refuser,
            StoredErrors errors) {
        this.software = software;
        this.abilities = abilities;
        this.sight = sight;
        this.isKnown = isKnown;
        this.received = received;
        this.refuser = refuser;
        this.errors = errors;
    }

    /** One object on one connection, with the place it was given at the edge and at the origin. */
    record Place(EdgeConnection edge, Item item, Slot slot) {}

    /** Fills until the object is seen stored, a few times at most, and as every viewer will ask for it. */
    Verdict store(Place place) throws InterruptedException {
        var verdict = filled(place);
        return verdict instanceof Stored stored ? forEveryViewer(place, stored) : verdict;
    }

    /** Asks whether the object is stored; on an edge that fills when asked, the answer is its own word. */
    Verdict probe(Place place) throws InterruptedException {
        var verdict = probeOnce(place);
        return verdict instanceof Lost lost
                        && lost.failure() == FailureClass.ORIGIN_TRUNCATED
                        && probeOnce(place) instanceof Stored stored
                ? stored // Squid, its disk busy, may cut off what it says of an object that it is still writing
                : verdict;
    }

    private Verdict probeOnce(Place place) throws InterruptedException {
        var ask = software.probe(place.item());
        return switch (ask(place, abilities.onlyIfCached() ? ask.onlyIfCached() : ask)) {
            case Broken broken -> Refusal.of(place.item(), broken);
            case Answer answer -> {
                var error = storedError(place, answer);
                yield error.isPresent() ? error.get() : whole(place, answer, sight.of(place.item(), answer));
            }
        };
    }

    // Traffic Server answers 304 to a fill of what it has stored as an error, and the error to the probe.
    private Optional<Lost> storedError(Place place, Answer answer) throws InterruptedException {
        return abilities.onlyIfCached() && StoredErrors.maybe(answer)
                ? errors.of(place.item(), answer, answer)
                : Optional.empty();
    }

    /** One request about the object, counted; asked again while the edge refuses it, as slowly as the edge wants. */
    Exchange ask(Place place, Ask ask) throws InterruptedException {
        var asked = ask.with(place.item().sends());
        while (true) {
            place.slot().awaitRate();
            var exchange = place.edge().ask(asked);
            received.accept(exchange.received());
            if (exchange instanceof Answer answer) {
                abilities.heard(software, answer);
            }
            var by = refuser.of(place.item().url(), exchange);
            if (!place.slot().heard(asked, exchange, by)) {
                return exchange;
            }
        }
    }

    // What varies by what no known viewer sends (Origin, User-Agent, …) is stored apart for each of them, unless the
    // edge
    // takes no notice: then it has the object for a made-up value too. The known ones are filled one by one.
    private Verdict forEveryViewer(Place place, Stored stored) throws InterruptedException {
        var item = place.item();
        for (var field : stored.variesBy()) {
            if (!isKnown.test(item.url().host(), field) && !ignores(place, field)) {
                return new Lost(
                        FailureClass.NOT_CACHEABLE,
                        item.name() + " varies by " + field + ", so players that send one find no copy; if all are "
                                + "known, name them in the domain's profiles",
                        false);
            }
        }
        return stored;
    }

    private boolean ignores(Place place, String field) throws InterruptedException {
        return abilities.onlyIfCached()
                && field.matches("[a-z0-9-]{1,64}")
                && ask(place, software.probe(place.item()).onlyIfCached().with(field, "anybody else"))
                        instanceof Answer answer
                && sight.of(place.item(), answer) instanceof Stored;
    }

    private Verdict filled(Place place) throws InterruptedException {
        int cheap = abilities.onlyWhole() ? 0 : software.cheapRounds();
        boolean moves = cheap == 0 || !software.bodyless();
        if (moves && abilities.onlyIfCached() && probe(place) instanceof Stored stored) {
            return stored;
        }
        for (int round = 1; ; round++) {
            var fill = round <= cheap ? software.fill(place.item()) : software.whole(place.item());
            var verdict = fillAndProbe(place, fill);
            if (!notStored(verdict)) {
                return verdict;
            }
            if (round == cheap + WHOLE_ROUNDS) {
                return isKeptForOthers(place) ? Sight.keptWithoutRange(place.item()) : verdict;
            }
            place.slot().lost();
            if (software.cheapRounds() > 1) {
                Thread.sleep(PAUSES.scatteredAfter(round));
            }
        }
    }

    // A probe asks with Range. Of what is stored for those who ask without, nothing shows that it is whole, and who
    // seeks
    // would miss.
    private boolean isKeptForOthers(Place place) throws InterruptedException {
        return abilities.onlyIfCached()
                && place.item().slice().isEmpty()
                && ask(place, Ask.ifModifiedSinceTheFuture().onlyIfCached().keeping(0)) instanceof Answer answer
                && (answer.status() == 200 || answer.status() == 304);
    }

    private static boolean notStored(Verdict verdict) {
        return verdict instanceof Lost lost && lost.failure() == FailureClass.NOT_STORED && lost.again();
    }

    private static boolean isUnshown(Verdict verdict) {
        return verdict instanceof Stored stored && stored.proof() == Proof.Kind.NONE;
    }

    private Verdict fillAndProbe(Place place, Ask fill) throws InterruptedException {
        var asked = errors.behind().clock().instant();
        return switch (ask(place, fill)) {
            case Broken broken ->
                hangsUp(place, broken) ? Refusal.hungUpOn(place.item()) : Refusal.of(place.item(), broken);
            case Answer answer -> {
                var refused = Refusal.of(place.item(), answer);
                yield refused.isPresent()
                        ? refused(place, answer, refused.get())
                        : probed(place, fill, new Filled(answer, asked));
            }
        };
    }

    private Lost refused(Place place, Answer answer, Lost lost) throws InterruptedException {
        if (!StoredErrors.maybe(answer)) {
            return lost;
        }
        var question = errors.question(place.item());
        var other = question.isPresent()
                ? errors.of(place.item(), answer, ask(place, question.get()))
                : errors.of(place.item(), answer);
        return other.orElse(lost);
    }

    // An edge that hangs up when it is to store something, and answers otherwise, is there.
    private boolean hangsUp(Place place, Broken broken) throws InterruptedException {
        return broken.kind() == Broken.Kind.CLOSED
                && abilities.onlyIfCached()
                && ask(place, software.probe(place.item()).onlyIfCached()) instanceof Answer answer
                && answer.status() == 504;
    }

    private record Filled(Answer answer, Instant asked) {}

    private Verdict probed(Place place, Ask fill, Filled by) throws InterruptedException {
        var seen = probe(place);
        var filled = by.answer();
        if (notStored(seen) || isUnshown(seen)) {
            return Storability.forbidden(filled, by.asked())
                    .<Verdict>map(why -> new Lost(
                            FailureClass.NOT_CACHEABLE,
                            place.item().name() + " may not be stored: it came with " + why
                                    + "; let the origin send `Cache-Control: public, max-age=…` and nothing against it",
                            false,
                            Said.GUARDED))
                    .orElse(seen);
        }
        if (seen instanceof Stored stored && software.word(filled) != CacheStatus.HIT) {
            place.slot().fetched(stored.length());
            learn(fill);
        }
        return seen instanceof Stored stored && software.word(filled) == CacheStatus.MISS
                ? stored.fetchedAt(by.asked())
                : seen;
    }

    // The cheap fill came first and stored nothing, a full read did.
    private void learn(Ask fill) {
        if (software instanceof EdgeSoftware.Squid && fill.equals(Ask.whole()) && abilities.storedOnlyWhole()) {
            sight.storesOnlyWhole();
        }
    }

    // Of an answer that does not know ranges, only the end shows that the end is there; and a file that is secretly
    // kept in
    // slices may have its ends, because players ask for those, and not its middle.
    private Verdict whole(Place place, Answer answer, Verdict seen) throws InterruptedException {
        if (!(seen instanceof Stored stored) || !abilities.onlyIfCached()) {
            return seen;
        }
        if (answer.status() == 200 && answer.cut()) {
            var all = ask(place, Ask.whole().onlyIfCached());
            return all instanceof Answer end ? sight.of(place.item(), end) : Refusal.of(place.item(), (Broken) all);
        }
        return Sight.maybeSliced(software, stored) && place.item().slice().isEmpty()
                ? sight.middle(stored, place.item(), ask(place, Sight.middleOf(stored)))
                : seen;
    }
}
