package dev.preheat.fill;

import dev.preheat.edge.OriginReader;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Version;

/**
 * Asks the origin whether a URL is there before an edge is: a fill of what is not there yet can poison the edge, which may
 * keep the 404 for minutes.
 */
record OriginCheck(OriginReader origin, Tally tally) {
    /** What the origin says of a URL. */
    sealed interface Word {
        /** Filling would be wrong now. */
        record Missing(Lost lost) implements Word {}

        /** It is there, or the origin does not tell. */
        record There(Version version) implements Word {}
    }

    Word of(Url url) throws InterruptedException {
        var exchange = origin.ask(url, Ask.head());
        tally.received(exchange.received());
        return switch (exchange) {
            case Broken broken ->
                lost("the origin cannot be asked for " + url.withoutQuery() + ": " + broken.what(), true);
            case Answer answer -> word(url, answer);
        };
    }

    // An origin that knows no HEAD (405, 501) or guards it (401, 403) says nothing about the object.
    private static Word word(Url url, Answer answer) {
        return switch (answer.status()) {
            case 200 -> new Word.There(Version.of(answer));
            case 404, 410 -> lost("the origin has no " + url.withoutQuery() + " (" + answer.status() + ")", false);
            case 429, 500, 502, 503, 504 ->
                lost("the origin answered " + answer.status() + " for " + url.withoutQuery(), true);
            default -> new Word.There(Version.UNKNOWN);
        };
    }

    private static Word lost(String reason, boolean again) {
        return new Word.Missing(new Lost(FailureClass.ORIGIN_ERROR, reason, again));
    }
}
