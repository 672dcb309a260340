package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Said;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Asks the origin whether a URL is there before an edge is: a fill of what is not there yet can poison the edge, which may
 * keep the 404 for minutes.
 */
final class OriginCheck {
    private final Filler.Shared shared;
    private final Tally tally;

    OriginCheck(Filler.Shared shared, Tally tally) {
        this.shared = shared;
        this.tally = tally;
    }

    /** What the origin says of a URL. */
    sealed interface Word {
        /** Filling would be wrong now. */
        record Missing(Lost lost) implements Word {}

        /** It is there; {@code length} is -1 where the origin does not tell it. */
        record There(long length) implements Word {}
    }

    /** Asks; a domain that names no origin, or an origin that tells nothing, counts as having the URL. */
    Word of(DeliveryDomain domain, Fill fill) throws InterruptedException {
        if (domain.origin().isEmpty()) {
            return new Word.There(-1);
        }
        for (int tries = 1; ; tries++) {
            var word = once(domain.origin().get(), fill);
            if (tries == Slots.TRIES
                    || !(word instanceof Word.Missing missing && missing.lost().pressed())) {
                return word;
            }
        }
    }

    private Word once(URI origin, Fill fill) throws InterruptedException {
        var url = fill.url().uri();
        try (var slot = shared.slots().atOrigin(url.getHost(), fill.account());
                var connection = shared.client().connect(origin, url)) {
            var exchange = connection.ask(Ask.head());
            tally.received(exchange.received());
            slot.heard(Ask.head(), exchange);
            return switch (exchange) {
                case Broken broken ->
                    lost("the origin cannot be asked for " + Target.name(url) + ": " + broken.what(), true);
                case Answer answer -> word(url, answer);
            };
        } catch (UnknownHostException unknown) {
            return lost("the origin's name is not known: " + origin.getHost(), true);
        }
    }

    // An origin that knows no HEAD (405, 501) or guards it (401, 403) says nothing about the object.
    private static Word word(URI url, Answer answer) {
        return switch (answer.status()) {
            case 200 -> new Word.There(length(answer).orElse(-1L));
            case 404, 410 -> lost("the origin has no " + Target.name(url) + " (" + answer.status() + ")", false);
            case 429, 503 -> {
                var reason = "the origin answered " + answer.status() + " for " + Target.name(url);
                yield new Word.Missing(new Lost(FailureClass.ORIGIN_ERROR, reason, true, Said.TOO_MUCH));
            }
            case 500, 502, 504 -> lost("the origin answered " + answer.status() + " for " + Target.name(url), true);
            default -> new Word.There(-1);
        };
    }

    // Of a compressed answer the length is another than what is stored for players that take it as it is.
    static Optional<Long> length(Answer answer) {
        return answer.first("content-encoding").isPresent()
                ? Optional.empty()
                : answer.first("content-length")
                        .filter(text -> text.matches("\\d{1,18}"))
                        .map(Long::parseLong);
    }

    /** How long an object is of which this is a part. */
    static Optional<Long> lengthOfPart(Answer answer) {
        return answer.first("content-encoding").isEmpty() ? answer.lengthOfWhole() : Optional.empty();
    }

    private static Word lost(String reason, boolean again) {
        return new Word.Missing(new Lost(FailureClass.ORIGIN_ERROR, reason, again));
    }
}
