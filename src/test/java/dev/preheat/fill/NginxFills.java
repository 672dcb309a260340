package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.TestClock;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Fills one path of one delivery domain into one nginx, as the product does. */
public final class NginxFills {
    public static final String HOST = "cdn.example.com";
    public static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");
    static final Fill.Owner OWNER = new Fill.Owner(new AccountName("acme"), PROJECT);
    public static final TestClock CLOCK = TestClock.at("2026-11-22T10:00:00Z");
    static final byte[] BODY = new byte[300_000];
    static final String FILE = "/asset/a/play_video/movie.mp4";

    /** What the fill of one object may cost us: a few answers without a body. */
    static final long BODYLESS = 2_500;

    private NginxFills() {}

    /** Fills {@code path}; nobody knows its origin. */
    static FillOutcome fill(Nginx nginx, String path) throws InterruptedException {
        return fill(nginx, path, filler());
    }

    /** Fills {@code path}; the origin is asked first. */
    static FillOutcome fill(Nginx nginx, String path, URI origin) throws InterruptedException {
        return fill(nginx, path, filler(new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin))));
    }

    /** A filler of its own, which knows no origin. */
    static Filler filler() {
        return filler(new DeliveryDomain(HOST, PROJECT, true, Optional.empty()));
    }

    public static Fill aFill(String path) {
        var url = StreamingUrl.parse("http://" + HOST + path).orElseThrow();
        return new Fill(TaskId.next(CLOCK.instant()), 0, OWNER, url, new EdgeName("sg-1"), 1, 1);
    }

    static Edge edge(Nginx nginx) {
        return new Edge(new EdgeName("sg-1"), nginx.uri(), Edge.Software.NGINX, "");
    }

    static Proved proved(FillOutcome outcome) {
        assertThat(outcome).isInstanceOf(Proved.class);
        return (Proved) outcome;
    }

    static Failed failed(FillOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    /** Fills {@code path} and closes {@code filler}. */
    static FillOutcome fill(Nginx nginx, String path, Filler filler) throws InterruptedException {
        try (filler) {
            return filler.fill(aFill(path), edge(nginx), new Tally());
        }
    }

    /** A filler of its own, with these delivery domains. */
    static Filler filler(DeliveryDomain... domains) {
        return new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domains)), CLOCK);
    }
}
