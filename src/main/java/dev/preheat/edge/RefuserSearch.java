package dev.preheat.edge;

import dev.preheat.pace.Refuser;
import dev.preheat.time.Window;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import java.time.Duration;

/** Finds out who refused a request: by what the edge's own answers carry, else by a HEAD at the origin, once a second. */
public final class RefuserSearch {
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final Behind behind;
    private Found last = new Found(Refuser.UNKNOWN, Window.NEVER);

    public RefuserSearch(Behind behind) {
        this.behind = behind;
    }

    private record Found(Refuser refuser, Window believed) {}

    /** Who gave this answer; of one that is no refusal, the origin. */
    Refuser of(Url url, Exchange exchange) throws InterruptedException {
        if (!(exchange instanceof Answer answer) || !Refuser.isRefusal(answer)) {
            return Refuser.ORIGIN;
        }
        var by = behind.software().refuser(answer, behind.abilities().namesErrors());
        return by == Refuser.UNKNOWN && behind.origin().isPresent()
                ? atOrigin(behind.origin().get(), url)
                : by;
    }

    private synchronized Refuser atOrigin(OriginReader reader, Url url) throws InterruptedException {
        var now = behind.clock().instant();
        if (!last.believed().has(now)) {
            last = new Found(ask(reader, url), new Window(now, BELIEVED));
        }
        return last.refuser();
    }

    private static Refuser ask(OriginReader reader, Url url) throws InterruptedException {
        return reader.besides(url, Ask.head().impatient()) instanceof Answer answer && answer.status() < 500
                ? answer.status() == 429 ? Refuser.ORIGIN : Refuser.EDGE
                : Refuser.ORIGIN;
    }
}
