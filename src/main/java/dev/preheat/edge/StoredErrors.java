package dev.preheat.edge;

import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Said;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Storability;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells an error that an edge has stored from one of its origin: the edge answers it to a question that only what is stored
 * can answer, or says itself that it has it, and the origin has the object.
 */
public record StoredErrors(Behind behind) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What the edge says of where an error came from. */
    private enum Source {
        STORED,
        ORIGIN,
        UNTOLD
    }

    /** Whether an error like this may be one that is stored. */
    static boolean maybe(Answer error) {
        return switch (error.status()) {
            case 301, 302, 303, 307, 308, 403, 404, 405, 410, 414, 500, 501, 502 -> true;
            default -> false;
        };
    }

    /** What to ask the edge to find out; empty where it would only ask its origin. */
    Optional<Ask> question(Item item) {
        return behind.abilities().onlyIfCached()
                ? Optional.of(behind.software().probe(item).onlyIfCached())
                : Optional.empty();
    }

    /** What is lost by this error, if not what it says itself: of an edge that has no answer to a question. */
    Optional<Lost> of(Item item, Answer error) throws InterruptedException {
        return of(item, error, source(error));
    }

    /**
     * The same.
     *
     * @param probe what came of the {@link #question}
     */
    Optional<Lost> of(Item item, Answer error, Exchange probe) throws InterruptedException {
        return probe instanceof Answer answer && answer.status() == error.status()
                ? of(item, answer, Source.STORED)
                : Optional.empty();
    }

    private Optional<Lost> of(Item item, Answer error, Source source) throws InterruptedException {
        var origin = behind.origin();
        if (source == Source.ORIGIN || origin.isEmpty() || !has(origin.get(), item.url())) {
            return Optional.empty();
        }
        var status = error.status();
        var what = source == Source.STORED
                ? "the edge has stored a " + status + ", the origin has the object"
                : "the edge answers " + status
                        + ", the origin has the object: the edge has stored it, or asks elsewhere";
        var left = left(error);
        var when = left.map(time -> ", or wait: it is gone in " + time.toSeconds() + " s")
                .orElse(", or wait until it is gone");
        return Optional.of(new Lost(
                FailureClass.STORED_ERROR,
                item.name() + " cannot be stored: " + what + "; purge it there ("
                        + Purge.command(
                                behind.edge().software(),
                                item.url().host(),
                                item.url().path()) + ")" + when,
                true,
                Said.NOTHING,
                left));
    }

    private Source source(Answer error) {
        return switch (behind.software().word(error)) {
            case HIT, STALE -> Source.STORED;
            case MISS -> Source.ORIGIN;
            case UNKNOWN -> Source.UNTOLD;
        };
    }

    private static boolean has(OriginReader origin, Url url) throws InterruptedException {
        return origin.besides(url, Ask.head().impatient()) instanceof Answer answer && answer.status() == 200;
    }

    private Optional<Duration> left(Answer stored) {
        return Storability.freshUntil(stored, behind.clock().instant())
                .map(until -> Duration.between(behind.clock().instant(), until).plusSeconds(1))
                .filter(left -> left.isPositive() && left.compareTo(LONGEST) <= 0);
    }
}
