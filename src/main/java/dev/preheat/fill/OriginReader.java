package dev.preheat.fill;

import dev.preheat.fill.Exchange.Broken;
import dev.preheat.tenancy.AccountName;
import java.net.URI;
import java.net.UnknownHostException;

/** Requests to an origin itself, in the places and at the pace that fills have there. */
record OriginReader(Filler.Shared shared, URI origin, AccountName account) {
    /** What it says of an object, asked by who has a place at this origin already and may wait for no other. */
    Exchange besides(URI url, Ask ask) throws InterruptedException {
        try (var connection = shared.client().connect(origin, url)) {
            return connection.ask(ask);
        } catch (UnknownHostException _) {
            return new Broken(Broken.Kind.UNREACHABLE, 0, "the origin's name is not known: " + origin.getHost(), 0);
        }
    }

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
}
