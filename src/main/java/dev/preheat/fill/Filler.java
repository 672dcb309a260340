package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.fill.OriginCheck.Word.Missing;
import dev.preheat.fill.OriginCheck.Word.There;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import java.time.InstantSource;

/** Carries out one fill: the URL and, where it is a manifest, all it leads to. Shared by all fills of the process. */
public final class Filler implements AutoCloseable {
    private final EdgeClient client = new EdgeClient();
    private final InFlight inFlight = new InFlight();
    private final FillLimits limits;
    private final DeliveryDomains domains;
    private final InstantSource clock;
    private final Slots slots;
    private final SelfTest selfTest;

    public Filler(FillLimits limits, DeliveryDomains domains, InstantSource clock) {
        this.limits = limits;
        this.domains = domains;
        this.clock = clock;
        this.slots = new Slots(limits);
        this.selfTest = new SelfTest(client, clock);
    }

    /**
     * Fills and proves; never throws for what an edge or an origin does.
     *
     * @throws InterruptedException when stopped from outside: the fill is then neither proved nor failed
     */
    FillOutcome fill(Fill fill, Edge edge, Tally tally) throws InterruptedException {
        var url = fill.url().uri();
        var domain = domains.of(fill.project(), url.getHost());
        if (domain.isEmpty()) {
            return failed(
                    new Lost(
                            FailureClass.MANIFEST_FOREIGN_HOST,
                            url.getHost() + " is no delivery domain any more",
                            false),
                    tally);
        }
        return switch (new OriginCheck(client, tally).of(domain.get(), url)) {
            case Missing missing -> failed(missing.lost(), tally);
            case There there -> walked(fill, edge, tally, there);
        };
    }

    private FillOutcome walked(Fill fill, Edge edge, Tally tally, There atOrigin) throws InterruptedException {
        var url = fill.url().uri();
        var abilities = selfTest.abilities(edge, url);
        if (abilities.isEmpty()) {
            return failed(
                    new Lost(
                            FailureClass.EDGE_UNREACHABLE,
                            "edge " + edge.name() + " did not answer its self-test",
                            true),
                    tally);
        }
        var software = EdgeSoftware.of(edge.software());
        var visit =
                new EdgeVisit(edge, client, slots, inFlight, new ObjectFiller(software, abilities.get(), clock, tally));
        return new Walk(visit, domains.namesOf(fill.project()), tally, limits.perEdge(), clock)
                .run(url, atOrigin, software);
    }

    private static Failed failed(Lost lost, Tally tally) {
        return new Failed(lost.failure(), lost.reason(), lost.again(), tally.progress());
    }

    @Override
    public void close() {
        client.close();
    }
}
