package dev.preheat.fill;

import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.tenancy.AccountName;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/** Requests to an origin itself, in the places and at the pace that fills have there. */
record OriginReader(Filler.Shared shared, URI origin, AccountName account) {
    Exchange ask(URI url, Ask ask) throws InterruptedException {
        try (var slot = shared.slots().atOrigin(url.getHost(), account);
                var connection = shared.client().connect(origin, url)) {
            var exchange = connection.ask(ask);
            slot.heard(ask, exchange);
            return exchange;
        } catch (UnknownHostException _) {
            return new Broken(Broken.Kind.UNREACHABLE, 0, "the origin's name is not known: " + origin.getHost(), 0);
        }
    }

    /** Its head with its length, by one byte where the origin knows no HEAD, allows it to nobody, or tells no length then. */
    Exchange glance(URI url) throws InterruptedException {
        var head = ask(url, Ask.head());
        boolean isTelling = !(head instanceof Answer answer)
                || !(isRefusal(answer.status())
                        || (isGood(answer) && length(answer).isEmpty()));
        return isTelling ? head : ask(url, Ask.byteAt(0));
    }

    private static boolean isRefusal(int status) {
        return status == 401 || status == 403 || status == 405 || status == 501;
    }

    /** Whether it came, whole or in part. */
    static boolean isGood(Answer answer) {
        return answer.status() == 200 || answer.status() == 206;
    }

    /** How long the whole object is, as far as the answer tells. */
    static Optional<Long> length(Answer answer) {
        return answer.status() == 206 ? OriginCheck.lengthOfPart(answer) : OriginCheck.length(answer);
    }
}
