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
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks over real edges: one that dies in the middle and comes back, one that stands behind another. */
class TaskOverEdgesIT {
    private static final Project ACME = new Project(NginxFills.PROJECT, "cn-north-4", new AccountName("acme"));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration SLOW = Duration.ofSeconds(2);

    @TempDir
    Path docroot;

    @TempDir
    Path dir;

    private final InstantSource clock = Clock.systemUTC();
    private final DeliveryDomains domains = new DeliveryDomains(
            List.of(new DeliveryDomain(NginxFills.HOST, NginxFills.PROJECT, true, Optional.empty())));
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX", "VARNISH", "TRAFFICSERVER", "SQUID"})
    void theTaskSucceedsAndWhatWasProvedBeforeIsLeftAlone(EdgeKind kind) throws Exception {
        var small = Title.mp4(docroot, "small", 100_000);
        var film = Title.hls(docroot, "film", new Title.Hls(Title.Container.TS, 4, 50_000));
        try (var origin = BadOrigin.start().serving(small).serving(film);
                var edge = kind.before(origin.uri());
                var filler = new Filler(FillLimits.DEFAULT, domains, clock)) {
            film.paths().stream()
                    .filter(path -> path.endsWith(".ts"))
                    .forEach(path -> origin.at(path, Behaviour.slow(film.bytes(path), SLOW)));
            var entry = kind.at(edge.uri());
            var tree = Edge.tree(List.of(entry));
            var tasks = new GivenTasks(database, tree, new Quota(10, ZoneOffset.UTC), clock);
            var queue = GivenTasks.queue(database, tree, clock);
            var workers = new FillWorkers(queue, filler, List.of(entry), FillLimits.DEFAULT, clock);
            var task = submitted(tasks, small, film);
            workers.start();
            Awaits.await(
                    "the file is proved and the film is under way",
                    SOON,
                    () -> fill(tasks, task, 0).state() == FillState.SUCCEEDED
                            && origin.requests().size() > 6);
            var proved = fill(tasks, task, 0);
            int asked = origin.count("GET", small.path());

            edge.kill();
            Awaits.await(
                    "an attempt has failed",
                    SOON,
                    () -> fill(tasks, task, 1).failure().isPresent());
            edge.restart();
            Awaits.await("the film is proved", SOON, () -> fill(tasks, task, 1).state() == FillState.SUCCEEDED);
            workers.drain(Duration.ofSeconds(5));

            assertThat(fill(tasks, task, 1).attempts())
                    .as("one that was under way, one that met it dying, and the good one at most")
                    .isBetween(2, 3);
            assertThat(fill(tasks, task, 0)).isEqualTo(proved);
            var standing = workers.standings().getFirst();
            assertThat(standing.awaySince()).as("it is back").isEmpty();
            assertThat(standing.abilities()).map(EdgeStanding.Abilities::probes).contains(true);
            assertThat(standing.lastProofAt().orElseThrow())
                    .isAfterOrEqualTo(fill(tasks, task, 1).proof().orElseThrow().at());
            assertThat(origin.count("GET", small.path())).isEqualTo(asked);
            int all = origin.requests().size();
            Player.at(edge.uri(), NginxFills.HOST).play(film);
            assertThat(origin.requests()).hasSize(all);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX", "VARNISH", "TRAFFICSERVER", "SQUID"})
    void anEdgeFollowsItsShieldAndTheOriginIsAskedOnce(EdgeKind kind) throws Exception {
        var film = Title.hls(docroot, "film", new Title.Hls(Title.Container.FMP4, 6, 50_000));
        try (var origin = BadOrigin.start().serving(film);
                var front = EdgeKind.NGINX.before(origin.uri());
                var behind = kind.before(front.uri());
                var filler = new Filler(FillLimits.DEFAULT, domains, clock)) {
            var shield = named("shield", EdgeKind.NGINX.at(front.uri()), Optional.empty());
            var edge = named("edge", kind.at(behind.uri()), Optional.of(shield.name()));
            var tree = Edge.tree(List.of(edge, shield));
            var tasks = new GivenTasks(database, tree, new Quota(10, ZoneOffset.UTC), clock);
            var queue = GivenTasks.queue(database, tree, clock);
            var workers = new FillWorkers(queue, filler, List.of(edge, shield), FillLimits.DEFAULT, clock);
            var task = submitted(tasks, film);
            workers.start();
            Awaits.await(
                    "both are proved",
                    SOON,
                    () -> tasks.find(ACME.id(), task).orElseThrow().fills().stream()
                            .allMatch(fill -> fill.state() == FillState.SUCCEEDED));
            workers.drain(Duration.ofSeconds(5));

            for (var path : film.paths()) {
                assertThat(origin.count("GET", path)).as(path).isEqualTo(1);
            }
            front.kill();
            Player.at(behind.uri(), NginxFills.HOST).play(film);
        }
    }

    private static Edge named(String name, Edge edge, Optional<EdgeName> shield) {
        return new Edge(
                new EdgeName(name), edge.address(), Optional.empty(), edge.software(), edge.slice(), shield, "");
    }

    private TaskId submitted(GivenTasks tasks, Title... titles) {
        var assets = new AssetStore(database);
        var urls = List.of(titles).stream()
                .map(title -> StreamingUrl.stored(title.url(NginxFills.HOST)))
                .toList();
        assets.put(new Asset(ACME.id(), new AssetId("a"), "film", true, urls, clock.instant(), clock.instant()));
        var source = new PreheatSource(Optional.of(new AssetId("a")), List.of());
        var answer = new Preheater(domains, assets, tasks.acceptance()).submit(ACME, source, new RequestKey.None());
        return ((Submission.Accepted) answer).task();
    }

    private static FillRecord fill(GivenTasks tasks, TaskId task, int nth) {
        return tasks.find(ACME.id(), task).orElseThrow().fills().get(nth);
    }
}
