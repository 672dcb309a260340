package dev.preheat.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a change of the catalogue: preheats by themselves, and fills that are stopped. */
class PublisherTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final Project MINE = new Project(new ProjectId("p1"), "cn-north-4", ACME);
    private static final Project SECOND = new Project(new ProjectId("p2"), "cn-north-5", ACME);
    private static final Editor ME = new Editor(MINE, "viewer");
    private static final EdgeName SHIELD = new EdgeName("shield");
    private static final EdgeName EDGE = new EdgeName("edge");
    private static final AssetId FILM = new AssetId("film");
    private static final String URL = "http://cdn.example.com/film/index.m3u8";
    private static final String OTHER_URL = "http://cdn.example.com/film/film.mp4";

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private Database database;
    private AssetStore assets;
    private GivenTasks tasks;
    private FillQueue queue;
    private Preheater preheater;
    private Publisher publisher;
    private Withdrawals withdrawals;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        var shields = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        shields.put(SHIELD, Optional.empty());
        shields.put(EDGE, Optional.of(SHIELD));
        var edges = new EdgeTree(shields);
        assets = new AssetStore(database);
        tasks = new GivenTasks(database, edges, new Quota(3, ZoneOffset.UTC), clock);
        queue = GivenTasks.queue(database, edges, clock);
        var domains = new DeliveryDomains(List.of(
                new DeliveryDomain("cdn.example.com", MINE.id(), true, Optional.empty()),
                new DeliveryDomain("off.example.com", MINE.id(), false, Optional.empty()),
                new DeliveryDomain("two.example.com", SECOND.id(), true, Optional.empty())));
        preheater = new Preheater(domains, assets, tasks.acceptance());
        publisher = new Publisher(database, assets, preheater, new Publisher.Room(2_000, 1_200), clock);
        withdrawals = new Withdrawals(database, assets, edges, GivenTasks.control(database, edges, clock), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAssetPutPublishedWithAutoPreheatIsPreheatedAtOnce() {
        try (var log = new LogLines(Publisher.class.getName())) {
            var task = put(film(true, URL, OTHER_URL)).auto().task().orElseThrow();
            assertThat(task(task).fills()).hasSize(4);
            assertThat(log.tasks()).containsExactly(task);
        }
    }

    @Test
    void oneThatIsPublishedLaterIsPreheatedThen() {
        assertThat(put(film(false, URL)).auto()).isEqualTo(AutoPreheat.ON);
        var published = publisher.publish(ME, FILM).orElseThrow();
        assertThat(task(published.auto().task().orElseThrow()).fills()).hasSize(2);
        assertThat(assets.find(MINE.id(), FILM)).contains(published);
    }

    @Test
    void oneThatStaysAsItIsIsNotPreheatedAgain() {
        var first = put(film(true, URL)).auto();
        assertThat(put(film(true, URL)).auto()).isEqualTo(first);
        assertThat(publisher.publish(ME, FILM).orElseThrow().auto()).isEqualTo(first);
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void changedUrlsArePreheatedAgain() {
        var first = put(film(true, URL)).auto();
        assertThat(put(film(true, OTHER_URL)).auto()).isNotEqualTo(first);
        assertThat(used()).isEqualTo(2);
    }

    @Test
    void anotherQueryOrSchemeIsAnotherObjectAndIsPreheatedAgain() {
        var first = put(film(true, URL + "?v=1")).auto();
        var second = put(film(true, URL + "?v=2")).auto();
        assertThat(second).isNotEqualTo(first);
        assertThat(put(film(true, (URL + "?v=2").replace("http:", "https:"))).auto())
                .isNotEqualTo(second);
        assertThat(used()).isEqualTo(3);
    }

    @Test
    void anotherSpellingOfTheSameUrlIsNotPreheatedAgain() {
        var first = put(film(true, URL + "?v=~")).auto();
        var spelled = "http://CDN.example.com:80/%66ilm/index.m3u8?v=~";
        assertThat(put(film(true, spelled)).auto()).isEqualTo(first);
    }

    @Test
    void anAssetWithoutAutoPreheatIsNot() {
        put(film(true, URL).with(AutoPreheat.OFF));
        assertThat(used()).isZero();
    }

    @Test
    void withTheQuotaSpentItIsPublishedAllTheSameAndSaysSo() {
        for (int i = 0; i < 3; i++) {
            put(film(true, URL + "/" + i));
        }
        var fourth = put(film(true, URL));
        assertThat(fourth.published()).isTrue();
        assertThat(fourth.auto()).isEqualTo(AutoPreheat.refused("quota_spent"));
        assertThat(used()).isEqualTo(3);
    }

    @Test
    void onADisabledDomainItSaysSoToo() {
        assertThat(put(film(true, "http://off.example.com/a.mp4")).auto())
                .isEqualTo(AutoPreheat.refused("disabled_domain"));
    }

    @Test
    void unpublishingStopsWhatWaitsAndWhatRuns() {
        var task = put(film(true, URL, OTHER_URL)).auto().task().orElseThrow();
        var running = queue.claim(SHIELD, ACME, 1).getFirst();
        publisher.unpublish(ME, FILM);
        assertThat(withdrawals.carryOut()).isEqualTo(4);
        assertThat(task(task).fills()).allSatisfy(fill -> {
            assertThat(fill.state()).isEqualTo(FillState.FAILED);
            assertThat(fill.failure().orElseThrow().kind()).isEqualTo(FailureClass.CANCELLED);
            assertThat(fill.failure().orElseThrow().reason()).isEqualTo("the asset was unpublished by viewer");
        });
        assertThat(queue.renew(running, Progress.NONE)).isFalse();
    }

    @Test
    void deletingStopsToo() {
        var task = put(film(true, URL)).auto().task().orElseThrow();
        assertThat(publisher.delete(ME, FILM)).isTrue();
        assertThat(publisher.delete(ME, FILM)).isFalse();
        assertThat(withdrawals.carryOut()).isEqualTo(2);
        assertThat(task(task).fills().getFirst().failure().orElseThrow().reason())
                .isEqualTo("the asset was deleted by viewer");
        assertThat(assets.find(MINE.id(), FILM)).isEmpty();
    }

    @Test
    void aUrlTakenFromAnAssetIsStoppedAndTheOthersGoOn() {
        put(film(true, URL, OTHER_URL));
        var left = put(film(true, URL).with(AutoPreheat.OFF));
        assertThat(withdrawals.carryOut()).isEqualTo(2);
        assertThat(left.urls()).hasSize(1);
        assertThat(unfinished()).containsOnly(URL);
    }

    @Test
    void whatAnotherPublishedAssetHasGoesOn() {
        put(film(true, URL));
        put(asset(MINE, "trailer", true, "https://cdn.example.com/film/index.m3u8?a=1"));
        publisher.unpublish(ME, FILM);
        assertThat(withdrawals.carryOut()).isZero();
    }

    @Test
    void whatIsPublishedAgainBeforeItIsStoppedGoesOn() {
        put(film(true, URL));
        publisher.unpublish(ME, FILM);
        publisher.publish(ME, FILM);
        assertThat(withdrawals.carryOut()).isZero();
    }

    @Test
    void anotherProjectOfTheAccountIsLeftAlone() {
        var theirs = asset(SECOND, "film", true, "http://two.example.com/film.mp4");
        publisher.put(new Editor(SECOND, "viewer"), theirs);
        put(film(true, URL));
        publisher.unpublish(ME, FILM);
        assertThat(withdrawals.carryOut()).isEqualTo(2);
        assertThat(unfinished()).containsOnly("http://two.example.com/film.mp4");
    }

    @Test
    void fillsThatHaveEndedStayAsTheyAre() {
        var task = put(film(true, URL)).auto().task().orElseThrow();
        var proof = new Proof(Proof.Kind.PROBE, clock.instant(), Optional.empty());
        queue.succeed(queue.claim(SHIELD, ACME, 1).getFirst(), new FillOutcome.Proved(proof, Progress.NONE));
        publisher.unpublish(ME, FILM);
        assertThat(withdrawals.carryOut()).isEqualTo(1);
        assertThat(task(task).fills())
                .extracting(FillRecord::state)
                .containsExactly(FillState.SUCCEEDED, FillState.FAILED);
    }

    @Test
    void aTaskAcceptedWhileTheAssetWentIsStoppedByTheSecondLook() {
        put(film(true, URL).with(AutoPreheat.OFF));
        publisher.unpublish(ME, FILM);
        withdrawals.carryOut();
        tasks.submit(MINE, new Order(new RequestKey.None(), 1, List.of(StreamingUrl.stored(URL))));
        assertThat(withdrawals.carryOut()).isZero();
        clock.advance(Duration.ofSeconds(10));
        assertThat(withdrawals.carryOut()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(10));
        assertThat(withdrawals.carryOut()).isZero();
    }

    @Test
    void moreThanAPageOfFillsIsStopped() {
        var urls = Stream.iterate(0, i -> i + 1)
                .limit(600)
                .map(i -> "http://cdn.example.com/film/" + i + ".mp4")
                .toArray(String[]::new);
        put(film(true, urls));
        put(film(true, Stream.of(urls).map(url -> url + "?v=2").toArray(String[]::new))
                .with(AutoPreheat.OFF));
        preheater.submit(MINE, new PreheatSource(Optional.of(FILM), List.of()), new RequestKey.None());
        publisher.delete(ME, FILM);
        assertThat(withdrawals.carryOut()).isEqualTo(2_400);
    }

    private Asset put(Asset asset) {
        return ((Publisher.Stored) publisher.put(ME, asset)).asset();
    }

    private Asset film(boolean published, String... urls) {
        return asset(MINE, "film", published, urls);
    }

    private Asset asset(Project project, String id, boolean published, String... urls) {
        var streaming = Stream.of(urls).map(StreamingUrl::stored).toList();
        var now = clock.instant();
        return new Asset(project.id(), new AssetId(id), id, published, streaming, now, now, AutoPreheat.ON);
    }

    private PreheatTask task(String id) {
        return tasks.find(MINE.id(), new TaskId(id)).orElseThrow();
    }

    private int used() {
        return database.read(tx -> tx.sql("SELECT used FROM quota_usage")
                .first(row -> row.integer("used"))
                .orElse(0));
    }

    private List<String> unfinished() {
        return database.read(
                tx -> tx.sql("SELECT url FROM fill WHERE state < 2").list(row -> row.text("url")));
    }
}
