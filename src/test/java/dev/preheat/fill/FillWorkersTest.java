package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.FreePorts;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loops against a store on disk, and edges that are small programs of the test. */
class FillWorkersTest {
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final String PATH = "/a/film.mp4";
    private static final StreamingUrl URL = StreamingUrl.stored("http://cdn.example.com" + PATH);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final DeliveryDomains domains =
            new DeliveryDomains(List.of(new DeliveryDomain("cdn.example.com", PROJECT.id(), true, Optional.empty())));
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private Filler filler;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        filler = new Filler(FillLimits.DEFAULT, domains, clock);
        stores(EdgeTree.of(List.of()));
    }

    private void stores(EdgeTree edges) {
        tasks = new GivenTasks(database, edges, new Quota(1_000, ZoneOffset.UTC), clock);
        queue = GivenTasks.queue(database, edges, clock);
    }

    @AfterEach
    void close() {
        filler.close();
        database.close();
    }

    @Test
    void anEdgeThatCannotBeReachedForAnHourIsTriedAsOftenAsAllowedAndThenFails() throws Exception {
        var edge = edge(URI.create("http://127.0.0.1:" + FreePorts.next()));
        var task = submitted(edge);
        var workers = workers(edge, 2);
        workers.start();
        Awaits.await(
                "the first attempt to end", SOON, () -> fill(task).failure().isPresent());
        assertThat(fill(task).state()).isEqualTo(FillState.WAITING);
        assertThat(fill(task).failure()).map(FillRecord.Failure::kind).contains(FailureClass.EDGE_UNREACHABLE);
        assertThat(fill(task).dueAt()).isAfter(clock.instant());
        assertThat(workers.standings()).singleElement().satisfies(standing -> {
            assertThat(standing.awaySince()).contains(clock.instant());
            assertThat(standing.abilities()).as("nobody could try it").isEmpty();
            assertThat(standing.lastProofAt()).isEmpty();
        });
        clock.advance(Duration.ofMinutes(62));
        Awaits.await("the end", SOON, () -> fill(task).state() == FillState.FAILED);
        assertThat(fill(task).attempts()).isEqualTo(2);
        workers.drain(Duration.ZERO);
    }

    @Test
    void aFillUnderWayIsGivenBackWhenTheServiceStops() throws Exception {
        try (var silent = BadOrigin.start().at(PATH, Behaviour.stalled(new byte[1_000]))) {
            var edge = edge(silent.uri());
            var task = submitted(edge);
            var workers = workers(edge, 5);
            workers.start();
            Awaits.await("the fill to be at the stalling edge", SOON, () -> silent.count("GET", PATH) > 0);
            workers.drain(Duration.ZERO);
            assertThat(fill(task).state()).isEqualTo(FillState.WAITING);
            assertThat(fill(task).attempts()).as("it counts as no attempt").isZero();
            assertThat(queue.claim(edge.name(), PROJECT.account(), 1))
                    .as("it is due at once")
                    .hasSize(1);
        }
    }

    @Test
    void anEdgeThatSendsAByteNowAndThenHoldsUpNoStop() throws Exception {
        var drop = Duration.ofMillis(20);
        try (var dribbling = BadOrigin.start()
                .at(PATH, Behaviour.dribbling("HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n", "x", drop))) {
            var edge = edge(dribbling.uri());
            var task = submitted(edge);
            var workers = workers(edge, 5);
            workers.start();
            Awaits.await("the fill to be at the edge", SOON, () -> dribbling.count("GET", PATH) > 0);
            long begun = System.nanoTime();
            workers.drain(Duration.ZERO);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(fill(task).state()).isEqualTo(FillState.WAITING);
            assertThat(fill(task).attempts()).isZero();
        }
    }

    @Test
    void aLeaseIsRenewedWhenTheClockIsSetBackByADay() throws Exception {
        try (var silent = BadOrigin.start().at(PATH, Behaviour.stalled(new byte[1_000]))) {
            var edge = edge(silent.uri());
            var task = submitted(edge);
            var workers = workers(edge, 5);
            workers.start();
            Awaits.await("the fill to be at the stalling edge", SOON, () -> silent.count("GET", PATH) > 0);
            clock.advance(FillQueue.LEASE.dividedBy(2));
            var renewed = clock.instant().plus(FillQueue.LEASE);
            Awaits.await("a renewal", SOON, () -> fill(task).dueAt().equals(renewed));
            clock.advance(Duration.ofDays(-1));
            Awaits.await(
                    "the lease to be as long as any",
                    SOON,
                    () -> !fill(task).dueAt().isAfter(clock.instant().plus(FillQueue.LEASE)));
            workers.drain(Duration.ZERO);
        }
    }

    @Test
    void aSlowEdgeHoldsUpNoOther() throws Exception {
        try (var silent = BadOrigin.start().at(PATH, Behaviour.stalled(new byte[1_000]))) {
            var slow = new Edge(new EdgeName("slow"), silent.uri(), Edge.Software.GENERIC, "");
            var away = new Edge(
                    new EdgeName("away"),
                    URI.create("http://127.0.0.1:" + FreePorts.next()),
                    Edge.Software.GENERIC,
                    "");
            var task = submitted(slow, away);
            var workers = new FillWorkers(queue, filler, List.of(slow, away), new FillLimits(1, 1, 1), clock);
            workers.start();
            Awaits.await(
                    "the other edge's fill to end",
                    SOON,
                    () -> tasks.find(PROJECT.id(), task)
                                    .orElseThrow()
                                    .fills()
                                    .get(1)
                                    .state()
                            == FillState.FAILED);
            workers.drain(Duration.ZERO);
        }
    }

    @Test
    void anEdgeOfAnotherRegionIsLeftToItsOwnProcessAndThatThereIsNoneIsSeen() {
        var nowhere = URI.create("http://127.0.0.1:" + FreePorts.next());
        var here = new Edge(new EdgeName("here"), nowhere, Edge.Software.GENERIC, "eu");
        var there = new Edge(new EdgeName("there"), nowhere, Edge.Software.GENERIC, "asia");
        var task = submitted(here, there);
        var workers = new FillWorkers(
                queue,
                filler,
                List.of(here, there),
                new FillLimits(4, 4, 1),
                clock,
                new Territory(Set.of("eu")),
                _ -> {});
        workers.share(List.of(Set.of("eu")));
        workers.start();
        Awaits.await("its own edge's fill to end", SOON, () -> fill(task).state() == FillState.FAILED);
        workers.drain(Duration.ZERO);
        assertThat(tasks.find(PROJECT.id(), task).orElseThrow().fills().get(1).state())
                .isEqualTo(FillState.WAITING);
        assertThat(workers.standings()).extracting(EdgeStanding::processes).containsExactly(1, 0);
    }

    @Test
    void processesOfARegionShareTheLimitsOfItsEdges() {
        var nowhere = URI.create("http://127.0.0.1:" + FreePorts.next());
        var shared = new Edge(new EdgeName("shared"), nowhere, Edge.Software.GENERIC, "eu");
        var own = new Edge(new EdgeName("own"), nowhere, Edge.Software.GENERIC, "asia");
        var workers = new FillWorkers(
                queue, filler, List.of(shared, own), FillLimits.DEFAULT, clock, new Territory(Set.of()), _ -> {});
        workers.share(List.of(Set.of(), Set.of("eu"), Set.of("eu"), Set.of("eu")));
        assertThat(workers.standings()).extracting(edge -> edge.load().places()).containsExactly(8, 32);
    }

    private FillWorkers workers(Edge edge, int attempts) {
        return new FillWorkers(queue, filler, List.of(edge), new FillLimits(4, 4, attempts), clock);
    }

    private static Edge edge(URI address) {
        return new Edge(new EdgeName("e1"), address, Edge.Software.GENERIC, "");
    }

    private TaskId submitted(Edge... edges) {
        stores(Edge.tree(List.of(edges)));
        var assets = new AssetStore(database);
        assets.put(new Asset(
                PROJECT.id(), new AssetId("a"), "film", true, List.of(URL), clock.instant(), clock.instant()));
        var preheater = new Preheater(domains, assets, tasks.acceptance());
        var answer = preheater.submit(
                PROJECT, new PreheatSource(Optional.of(new AssetId("a")), List.of()), new RequestKey.None());
        return ((Submission.Accepted) answer).task();
    }

    private FillRecord fill(TaskId task) {
        return tasks.find(PROJECT.id(), task).orElseThrow().fills().getFirst();
    }
}
