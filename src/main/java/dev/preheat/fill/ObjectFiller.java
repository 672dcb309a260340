package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.fill.Slots.Slot;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Said;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.loop.Backoff;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores one object in one edge and sees that it is stored: fill, probe, and once more with a full read, which also shows
 * why nothing was stored. An answer of 200 to a fill proves nothing and is never taken for it.
 */
final class ObjectFiller {
    private static final int WHOLE_ROUNDS = 2;
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    private final EdgeSoftware software;
    private final Abilities abilities;
    private final Sight sight;
    private final Viewers viewers;
    private final Tally tally;
    private final RefuserSearch refuser;
    private final StoredErrors errors;

    ObjectFiller(
            EdgeSoftware software,
            Abilities abilities,
            Sight sight,
            Viewers viewers,
            Tally tally,
            RefuserSearch refuser,
            StoredErrors errors) {
        this.software = software;
        this.abilities = abilities;
        this.sight = sight;
        this.viewers = viewers;
        this.tally = tally;
        this.refuser = refuser;
        this.errors = errors;
    }

    /** One object on one connection, with the place it was given at the edge and at the origin. */
    record Place(EdgeConnection edge, Target target, Slot slot) {}

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
        var ask = software.probe(place.target());
        return switch (ask(place, abilities.onlyIfCached() ? ask.onlyIfCached() : ask)) {
            case Broken broken -> Refusal.of(place.target(), broken);
            case Answer answer -> {
                var error = storedError(place, answer);
                yield error.isPresent() ? error.get() : whole(place, answer, sight.of(place.target(), answer));
            }
        };
    }

    // Traffic Server answers 304 to a fill of what it has stored as an error, and the error to the probe.
    private Optional<Lost> storedError(Place place, Answer answer) throws InterruptedException {
        return abilities.onlyIfCached() && StoredErrors.maybe(answer)
                ? errors.of(place.target(), answer, answer)
                : Optional.empty();
    }

    /** One request about the object, counted; asked again while the edge refuses it, as slowly as the edge wants. */
    Exchange ask(Place place, Ask ask) throws InterruptedException {
        var asked = ask.with(place.target().sends());
        while (true) {
            place.slot().awaitRate();
            var exchange = place.edge().ask(asked);
            tally.received(exchange.received());
            if (exchange instanceof Answer answer) {
                abilities.heard(software, answer);
            }
            var by = refuser.of(place.target().url(), exchange);
            if (!place.slot().heard(asked, exchange, by)) {
                return exchange;
            }
        }
    }

    // What varies by what no known viewer sends (Origin, User-Agent, …) is stored apart for each of them, unless the
    // edge
    // takes no notice: then it has the object for a made-up value too. The known ones are filled one by one.
    private Verdict forEveryViewer(Place place, Stored stored) throws InterruptedException {
        var target = place.target();
        for (var field : stored.variesBy()) {
            if (!viewers.differBy(target.url().host(), field) && !ignores(place, field)) {
                return new Lost(
                        FailureClass.NOT_CACHEABLE,
                        target.name() + " varies by " + field + ", so players that send one find no copy; if all are "
                                + "known, name them in the domain's profiles",
                        false);
            }
        }
        return stored;
    }

    private boolean ignores(Place place, String field) throws InterruptedException {
        return abilities.onlyIfCached()
                && field.matches("[a-z0-9-]{1,64}")
                && ask(place, software.probe(place.target()).onlyIfCached().with(field, "anybody else"))
                        instanceof Answer answer
                && sight.of(place.target(), answer) instanceof Stored;
    }

    private Verdict filled(Place place) throws InterruptedException {
        int cheap = abilities.onlyWhole() ? 0 : software.cheapRounds();
        boolean moves = cheap == 0 || !software.bodyless();
        if (moves && abilities.onlyIfCached() && probe(place) instanceof Stored stored) {
            return stored;
        }
        for (int round = 1; ; round++) {
            var fill = round <= cheap ? software.fill(place.target()) : software.whole(place.target());
            var verdict = fillAndProbe(place, fill);
            if (!notStored(verdict)) {
                return verdict;
            }
            if (round == cheap + WHOLE_ROUNDS) {
                return isKeptForOthers(place) ? Sight.keptWithoutRange(place.target()) : verdict;
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
                && place.target().slice().isEmpty()
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
                hangsUp(place, broken) ? Refusal.hungUpOn(place.target()) : Refusal.of(place.target(), broken);
            case Answer answer -> {
                var refused = Refusal.of(place.target(), answer);
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
        var question = errors.question(place.target());
        var other = question.isPresent()
                ? errors.of(place.target(), answer, ask(place, question.get()))
                : errors.of(place.target(), answer);
        return other.orElse(lost);
    }

    // An edge that hangs up when it is to store something, and answers otherwise, is there.
    private boolean hangsUp(Place place, Broken broken) throws InterruptedException {
        return broken.kind() == Broken.Kind.CLOSED
                && abilities.onlyIfCached()
                && ask(place, software.probe(place.target()).onlyIfCached()) instanceof Answer answer
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
                            place.target().name() + " may not be stored: it came with " + why
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
            return all instanceof Answer end ? sight.of(place.target(), end) : Refusal.of(place.target(), (Broken) all);
        }
        return Sight.maybeSliced(software, stored) && place.target().slice().isEmpty()
                ? sight.middle(stored, place.target(), ask(place, Sight.middleOf(stored)))
                : seen;
    }
}
