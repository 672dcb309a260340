package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Said;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells an error that an edge has stored from one of its origin: the edge answers it to a question that only what is stored
 * can answer, or says itself that it has it, and the origin has the object.
 */
record StoredErrors(EdgeSoftware software, Abilities abilities, Optional<OriginReader> origin, InstantSource clock) {
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
    Optional<Ask> question(Target target) {
        return abilities.onlyIfCached() ? Optional.of(software.probe(target).onlyIfCached()) : Optional.empty();
    }

    /**
     * What is lost by this error, if not what it says itself.
     *
     * @param probe what came of the {@link #question}
     */
    Optional<Lost> of(Target target, Answer error, Optional<Exchange> probe) throws InterruptedException {
        var source = source(error, probe);
        if (source == Source.ORIGIN || origin.isEmpty() || !has(origin.get(), target.url())) {
            return Optional.empty();
        }
        var status = error.status();
        var what = source == Source.STORED
                ? "the edge has stored a " + status + ", the origin has the object"
                : "the edge answers " + status
                        + ", the origin has the object: the edge has stored it, or asks elsewhere";
        var left = left(probe.flatMap(StoredErrors::answer).orElse(error));
        var when = left.map(time -> ", or wait: it is gone in " + time.toSeconds() + " s")
                .orElse(", or wait until it is gone");
        return Optional.of(new Lost(
                FailureClass.STORED_ERROR,
                target.name() + " cannot be stored: " + what + "; purge it there" + when,
                true,
                Said.NOTHING,
                left));
    }

    private Source source(Answer error, Optional<Exchange> probe) {
        if (probe.isPresent()) {
            return probe.flatMap(StoredErrors::answer)
                            .filter(answer -> answer.status() == error.status())
                            .isPresent()
                    ? Source.STORED
                    : Source.ORIGIN;
        }
        return switch (software.word(error)) {
            case HIT, STALE -> Source.STORED;
            case MISS -> Source.ORIGIN;
            case UNKNOWN -> Source.UNTOLD;
        };
    }

    private static boolean has(OriginReader origin, Url url) throws InterruptedException {
        return origin.besides(url, Ask.head().impatient()) instanceof Answer answer && answer.status() == 200;
    }

    private static Optional<Answer> answer(Exchange exchange) {
        return exchange instanceof Answer answer ? Optional.of(answer) : Optional.empty();
    }

    private Optional<Duration> left(Answer stored) {
        return Storability.freshUntil(stored, clock.instant())
                .map(until -> Duration.between(clock.instant(), until).plusSeconds(1))
                .filter(left -> left.isPositive() && left.compareTo(LONGEST) <= 0);
    }
}
