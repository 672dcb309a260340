package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.preheat.FailureClass;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Asks the origin whether a URL is there before an edge is: a fill of what is not there yet can poison the edge, which may
 * keep the 404 for minutes.
 */
final class OriginCheck {
    private final EdgeClient client;
    private final Tally tally;

    OriginCheck(EdgeClient client, Tally tally) {
        this.client = client;
        this.tally = tally;
    }

    /** Why filling would be wrong now; empty when the origin has the URL, or the domain names no origin. */
    Optional<Lost> missing(DeliveryDomain domain, URI url) throws InterruptedException {
        if (domain.origin().isEmpty()) {
            return Optional.empty();
        }
        var origin = domain.origin().get();
        try (var connection = client.connect(origin, url)) {
            var exchange = connection.ask(Ask.head());
            tally.received(exchange.received());
            return switch (exchange) {
                case Broken broken -> lost("the origin cannot be asked for " + url + ": " + broken.what(), true);
                case Answer answer -> refused(url, answer.status());
            };
        } catch (UnknownHostException unknown) {
            return lost("the origin's name is not known: " + origin.getHost(), true);
        }
    }

    // An origin that knows no HEAD (405, 501) or guards it (401, 403) says nothing about the object.
    private static Optional<Lost> refused(URI url, int status) {
        return switch (status) {
            case 404, 410 -> lost("the origin has no " + url + " (" + status + ")", false);
            case 429, 500, 502, 503, 504 -> lost("the origin answered " + status + " for " + url, true);
            default -> Optional.empty();
        };
    }

    private static Optional<Lost> lost(String reason, boolean again) {
        return Optional.of(new Lost(FailureClass.ORIGIN_ERROR, reason, again));
    }
}
