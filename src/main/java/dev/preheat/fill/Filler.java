package dev.preheat.fill;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.edge.Behind;
import dev.preheat.edge.Edge;
import dev.preheat.edge.EdgeSoftware;
import dev.preheat.edge.EdgeVisit;
import dev.preheat.edge.Gates;
import dev.preheat.edge.InFlight;
import dev.preheat.edge.ObjectFiller;
import dev.preheat.edge.OriginReader;
import dev.preheat.edge.RefuserSearch;
import dev.preheat.edge.SelfTest;
import dev.preheat.edge.SeveralMachines;
import dev.preheat.edge.Shared;
import dev.preheat.edge.Sight;
import dev.preheat.edge.StoredErrors;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.fill.OriginCheck.Word.Missing;
import dev.preheat.fill.OriginCheck.Word.There;
import dev.preheat.pace.PaceStanding;
import dev.preheat.pace.Slots;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.title.Desk;
import dev.preheat.title.ReadingRoom;
import dev.preheat.title.Selection;
import dev.preheat.title.Title;
import dev.preheat.title.Viewers;
import dev.preheat.url.Url;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.Version;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Carries out one fill: the URL and, where it is a manifest, all it leads to. Shared by all fills of the process. */
public final class Filler implements AutoCloseable {
    private static final Duration NAMES_ARE_KNOWN = Duration.ofSeconds(5);

    private final Shared shared;
    private final ReadingRoom manifests = ReadingRoom.ofThisMachine();
    private final FillLimits limits;
    private final DeliveryDomains domains;
    private final InstantSource clock;
    private final SelfTest selfTest;

    public Filler(FillLimits limits, DeliveryDomains domains, InstantSource clock) {
        this(limits, domains, clock, SystemDefaultDnsResolver.INSTANCE);
    }

    /** @param names tells where names lead */
    public Filler(FillLimits limits, DeliveryDomains domains, InstantSource clock, DnsResolver names) {
        this.limits = limits;
        this.domains = domains;
        this.clock = clock;
        this.shared = new Shared(
                new EdgeClient(names, clock, domains::agent),
                new Slots(limits.atEdges(), limits.atOrigins()),
                new InFlight());
        this.selfTest = new SelfTest(shared.client(), clock);
    }

    /**
     * Fills and proves; never throws for what an edge or an origin does.
     *
     * @throws InterruptedException when stopped from outside: the fill is then neither proved nor failed
     */
    FillOutcome fill(Fill fill, Edge edge, Tally tally) throws InterruptedException {
        var url = fill.url().url();
        var domain = domains.of(fill.project(), url.host());
        if (domain.filter(DeliveryDomain::enabled).isEmpty()) {
            var is = domain.isEmpty() ? " is no delivery domain any more" : " is a disabled delivery domain";
            return failed(new Lost(FailureClass.MANIFEST_FOREIGN_HOST, url.host() + is, false), tally);
        }
        var origin = domain.get().origin().map(address -> new OriginReader(shared, address, fill.account()));
        var word = origin.isPresent() ? new OriginCheck(origin.get(), tally).of(url) : new There(Version.UNKNOWN);
        return switch (word) {
            case Missing missing -> failed(missing.lost(), tally);
            case There there -> {
                var check = new VersionCheck(origin, domain.get().verify(), edge, clock, clock.millis());
                yield walked(new Job(fill, edge, origin, check), title(fill, domain.get(), there), tally);
            }
        };
    }

    private record Job(Fill fill, Edge edge, Optional<OriginReader> origin, VersionCheck check) {}

    private Title title(Fill fill, DeliveryDomain domain, There atOrigin) {
        var viewers = new Viewers(domains.of(fill.project()));
        return new Title(fill.url().url(), atOrigin.version(), viewers, new Selection(domain.only()));
    }

    private FillOutcome walked(Job job, Title title, Tally tally) throws InterruptedException {
        return switch (selfTest.abilities(job.edge(), title.url())) {
            case Gates.Found.Unable(var lost) -> failed(lost, tally);
            case Gates.Found.Able able -> {
                var visit = visit(job, able, title, tally);
                var desk = new Desk(manifests, job.fill().account());
                yield new Walk(title, visit, desk, job.check(), tally, limits, clock).run();
            }
        };
    }

    private EdgeVisit visit(Job job, Gates.Found.Able able, Title title, Tally tally) {
        var edge = job.edge();
        var abilities = able.abilities();
        var at = Map.of(edge.address(title.url().scheme()), able.machine());
        var software = EdgeSoftware.of(edge);
        var sight = new Sight(edge.name(), software, abilities, clock);
        var behind = new Behind(edge, abilities, job.origin(), clock);
        var refuser = new RefuserSearch(behind);
        var errors = new StoredErrors(behind);
        var objects = new ObjectFiller(
                software, abilities, sight, title.viewers()::differBy, tally::received, refuser, errors);
        var several = new SeveralMachines(shared.client(), edge, abilities, sight);
        var holding = abilities.holding(title.url());
        return new EdgeVisit(shared, edge, job.fill().account(), objects, several, holding, at);
    }

    /** Which of these edges have an address that is a name of several machines, each with the lines to write for it. */
    public List<String> severalMachines(List<Edge> edges) throws InterruptedException {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var looks = edges.stream()
                .flatMap(edge -> Stream.concat(Stream.of(edge.address()), edge.httpsAddress().stream())
                        .map(address -> (Callable<Optional<String>>) () -> severalAt(edge, address)))
                .toList();
        var looked = threads.invokeAll(looks, NAMES_ARE_KNOWN.toMillis(), TimeUnit.MILLISECONDS);
        threads.shutdownNow(); // a name server that is silent holds up nobody
        return looked.stream()
                .filter(one -> one.state() == Future.State.SUCCESS)
                .flatMap(one -> one.resultNow().stream())
                .toList();
    }

    private Optional<String> severalAt(Edge edge, URI address) {
        return edge.connect(shared.client(), Url.of(address.resolve("/").toString()))
                                instanceof Edge.Line.None(var lost)
                        && lost.failure() == FailureClass.SEVERAL_MACHINES
                ? Optional.of(lost.reason())
                : Optional.empty();
    }

    /** What fills into {@code edges} would come to; they share their pace with those that are carried out. */
    public Estimator estimator(List<Edge> edges) {
        int pullers =
                (int) edges.stream().filter(edge -> edge.shield().isEmpty()).count();
        return new Estimator(shared, manifests, domains, new Effort(limits, Math.max(1, pullers)), clock);
    }

    /** Takes this process's part of all limits. */
    void share(Territory territory, List<Edge> edges) {
        edges.forEach(edge -> shared.slots().share(edge.asked(), Math.max(1, territory.processes(edge))));
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
        var pace = shared.slots().edge(edge.asked());
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
        manifests.close();
    }
}
