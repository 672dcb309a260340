package dev.preheat.edge;

import dev.preheat.pace.Refuser;
import dev.preheat.pace.Slots;
import dev.preheat.tenancy.AccountName;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Version;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;

/** Requests to an origin itself, in the places and at the pace that fills have there. */
public record OriginReader(Shared shared, URI origin, AccountName account) {
    /** Asks; where it answers 429 or 503 a few times, in the pauses that its pace makes. */
    public Exchange ask(Url url, Ask ask) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var exchange = once(url, ask);
            if (tries == Slots.TRIES || !(exchange instanceof Answer answer && Refuser.isRefusal(answer))) {
                return exchange;
            }
        }
    }

    /**
     * What it says of an object, without its body: by HEAD, and by its first byte where it knows no HEAD or allows it to
     * nobody.
     *
     * @param sends the header fields of the viewer whose copy it is
     */
    public Exchange glance(Url url, Map<String, String> sends) throws InterruptedException {
        var head = ask(url, Ask.head().with(sends));
        return head instanceof Answer answer && isRefusal(answer.status()) ? taste(url, sends) : head;
    }

    /** The same, by its first byte. */
    public Exchange taste(Url url, Map<String, String> sends) throws InterruptedException {
        return ask(url, Ask.byteAt(0).with(sends));
    }

    /** Its head with its length: by one byte too where the origin tells no length with a HEAD. */
    public Exchange measured(Url url) throws InterruptedException {
        var head = glance(url, Map.of());
        boolean isTelling = !(head instanceof Answer answer)
                || !isGood(answer)
                || Version.of(answer).length() >= 0;
        return isTelling ? head : taste(url, Map.of());
    }

    /** Whether it is the object, or a part of it. */
    public static boolean isGood(Answer answer) {
        return answer.status() == 200 || answer.status() == 206;
    }

    /** What it says of an object, asked by who has a place at this origin already and may wait for no other. */
    Exchange besides(Url url, Ask ask) throws InterruptedException {
        try (var connection = shared.client().connect(origin, url)) {
            return connection.ask(ask);
        } catch (UnknownHostException _) {
            return unknownName();
        }
    }

    private Broken unknownName() {
        return new Broken(Broken.Kind.UNREACHABLE, 0, "the origin's name is not known: " + origin.getHost(), 0);
    }

    private Exchange once(Url url, Ask ask) throws InterruptedException {
        try (var slot = shared.slots().atOrigin(url.host(), account);
                var connection = shared.client().connect(origin, url)) {
            var exchange = connection.ask(ask);
            slot.heard(ask, exchange);
            return exchange;
        } catch (UnknownHostException _) {
            return unknownName();
        }
    }

    private static boolean isRefusal(int status) {
        return status == 401 || status == 403 || status == 405 || status == 501;
    }
}
