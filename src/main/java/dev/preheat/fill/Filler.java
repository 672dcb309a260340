package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.fill.OriginCheck.Word.Missing;
import dev.preheat.fill.OriginCheck.Word.There;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out one fill: the URL and, where it is a manifest, all it leads to. Shared by all fills of the process. */
public final class Filler implements AutoCloseable {
    private final Shared shared;
    private final FillLimits limits;
    private final DeliveryDomains domains;
    private final InstantSource clock;
    private final SelfTest selfTest;

    public Filler(FillLimits limits, DeliveryDomains domains, InstantSource clock) {
        this.limits = limits;
        this.domains = domains;
        this.clock = clock;
        this.shared = new Shared(new EdgeClient(), new Slots(limits), new InFlight());
        this.selfTest = new SelfTest(shared.client(), clock);
    }

    /** What all fills share: connections, places, and who is at which object. */
    record Shared(EdgeClient client, Slots slots, InFlight inFlight) {}

    /**
     * Fills and proves; never throws for what an edge or an origin does.
     *
     * @throws InterruptedException when stopped from outside: the fill is then neither proved nor failed
     */
    FillOutcome fill(Fill fill, Edge edge, Tally tally) throws InterruptedException {
        var url = fill.url().uri();
        var domain = domains.of(fill.project(), url.getHost());
        if (domain.filter(DeliveryDomain::enabled).isEmpty()) {
            var is = domain.isEmpty() ? " is no delivery domain any more" : " is a disabled delivery domain";
            return failed(new Lost(FailureClass.MANIFEST_FOREIGN_HOST, url.getHost() + is, false), tally);
        }
        var origin = domain.get().origin().map(address -> new OriginReader(shared, address, fill.account()));
        var word = origin.isPresent() ? new OriginCheck(origin.get(), tally).of(url) : new There(Version.UNKNOWN);
        return switch (word) {
            case Missing missing -> failed(missing.lost(), tally);
            case There there -> {
                var check = new VersionCheck(origin, domain.get().verify(), edge, clock, clock.millis());
                yield walked(new Job(fill, edge, title(fill, domain.get(), there), check), tally);
            }
        };
    }

    private record Job(Fill fill, Edge edge, Walk.Title title, VersionCheck check) {}

    private Walk.Title title(Fill fill, DeliveryDomain domain, There atOrigin) {
        var viewers = new Viewers(domains.of(fill.project()));
        return new Walk.Title(fill.url().uri(), atOrigin.version(), viewers, new Selection(domain.only()));
    }

    private FillOutcome walked(Job job, Tally tally) throws InterruptedException {
        var edge = job.edge();
        var title = job.title();
        var abilities = selfTest.abilities(edge, title.url());
        if (abilities.isEmpty()) {
            return failed(
                    new Lost(
                            FailureClass.EDGE_UNREACHABLE,
                            "edge " + edge.name() + " did not answer its self-test",
                            true),
                    tally);
        }
        var software = EdgeSoftware.of(edge);
        var sight = new Sight(edge.name(), software, abilities.get(), clock);
        var objects = new ObjectFiller(software, abilities.get(), sight, title.viewers(), tally, clock);
        var holding = abilities.get().holding(title.url());
        var visit = new EdgeVisit(shared, edge, job.fill().account(), objects, holding);
        return new Walk(title, visit, software, job.check(), tally, limits, clock).run();
    }

    /** What fills into {@code edges} would come to; they share their pace with those that are carried out. */
    public Estimator estimator(List<Edge> edges) {
        int pullers =
                (int) edges.stream().filter(edge -> edge.shield().isEmpty()).count();
        return new Estimator(shared, domains, new Effort(limits, Math.max(1, pullers)), clock);
    }

    /** Takes this process's part of all limits. */
    void share(Territory territory, List<Edge> edges) {
        edges.forEach(edge -> shared.slots().share(edge.name(), Math.max(1, territory.processes(edge))));
        shared.slots().share(territory.processes());
    }

    /** Whether the edge answers now; when it comes back, what it can do is found out anew. */
    boolean answers(Edge edge) throws InterruptedException {
        selfTest.forget(edge);
        return shared.client().answers(edge.address());
    }

    /** What the edge was found to do; empty before its first self-test. */
    Optional<EdgeStanding.Abilities> abilities(Edge edge) {
        return selfTest.known(edge).map(found -> new EdgeStanding.Abilities(found.onlyIfCached(), !found.onlyWhole()));
    }

    /** How busy the edge is, with so many fills under way. */
    EdgeStanding.Load load(Edge edge, int fills) {
        var pace = shared.slots().edge(edge.name());
        return new EdgeStanding.Load(fills, pace.busy(), pace.allowed());
    }

    /** The pace of every edge that was asked, by its name. */
    public Map<String, PaceStanding> edges() {
        return shared.slots().edges();
    }

    /** The pace of every origin that was asked, by its delivery domain. */
    public Map<String, PaceStanding> origins() {
        return shared.slots().origins();
    }

    private static Failed failed(Lost lost, Tally tally) {
        return new Failed(lost.failure(), lost.reason(), lost.again(), tally.progress());
    }

    @Override
    public void close() {
        shared.client().close();
    }
}
