package dev.preheat.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class PreheaterTest {
    private static final Project MINE = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final Project THEIRS = new Project(new ProjectId("p2"), "cn-north-4", new AccountName("other"));
    private static final String FILM = "http://cdn.example.com/film/index.m3u8";
    private static final String MP4 = "http://cdn.example.com/film/film.mp4";
    private static final String DRAFT = "http://cdn.example.com/draft.mp4";

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private Preheater preheater;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        tasks = new GivenTasks(
                database,
                EdgeTree.of(List.of(new EdgeName("sg"), new EdgeName("fra"))),
                new Quota(3, ZoneOffset.UTC),
                clock);
        var domains = new DeliveryDomains(List.of(
                domain("cdn.example.com", MINE, true),
                domain("old.example.com", MINE, false),
                domain("their.example.com", THEIRS, true)));
        var assets = new AssetStore(database);
        assets.put(asset(MINE, "film", true, FILM, MP4));
        assets.put(asset(MINE, "draft", false, DRAFT));
        assets.put(asset(MINE, "stale", true, "http://old.example.com/a.mp4"));
        assets.put(asset(THEIRS, "theirs", true, "http://their.example.com/a.mp4"));
        preheater = new Preheater(domains, assets, tasks.acceptance());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAssetIsAllItsUrlsIntoEveryEdge() {
        assertThat(fillsOf(preheater.submit(MINE, byAsset("film"), new RequestKey.None())))
                .containsExactly(FILM + " sg", FILM + " fra", MP4 + " sg", MP4 + " fra");
    }

    @Test
    void anAssetAndUrlsAreTheirUnionEachUrlOnce() {
        var both = new PreheatSource(Optional.of(new AssetId("film")), urls(MP4, MP4 + "?auth_key=1"));
        assertThat(fillsOf(preheater.submit(MINE, both, new RequestKey.None())))
                .containsExactly(
                        FILM + " sg",
                        FILM + " fra",
                        MP4 + " sg",
                        MP4 + " fra",
                        MP4 + "?auth_key=1 sg",
                        MP4 + "?auth_key=1 fra");
    }

    @Test
    void anAssetCostsOneAndEachUrlOne() {
        assertThat(preheater.submit(MINE, byAsset("film"), new RequestKey.None()))
                .isInstanceOf(Submission.Accepted.class);
        assertThat(preheater.submit(MINE, byUrls(FILM, MP4, MP4 + "?a"), new RequestKey.None()))
                .isEqualTo(new Submission.QuotaSpent(3));
        assertThat(preheater.submit(MINE, byUrls(FILM, MP4), new RequestKey.None()))
                .isInstanceOf(Submission.Accepted.class);
        assertThat(preheater.submit(MINE, byUrls(MP4), new RequestKey.None())).isEqualTo(new Submission.QuotaSpent(3));
    }

    @Test
    void theQueryAndTheSchemeDoNotMatterForTheMatchAndAreKept() {
        var signed = "https://CDN.example.com:443/film/film.mp4?auth_key=1-0-0-abc";
        assertThat(fillsOf(preheater.submit(MINE, byUrls(signed), new RequestKey.None())))
                .containsExactly(signed + " sg", signed + " fra");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(preheater.submit(MINE, byAsset("nothing"), new RequestKey.None()))
                .isEqualTo(new Submission.UnknownAsset());
        assertThat(preheater.submit(MINE, byUrls("http://cdn.example.com/other.mp4"), new RequestKey.None()))
                .isEqualTo(new Submission.UnknownAsset());
    }

    @Test
    void anAssetOfAnotherProjectLooksTheSameAsNone() {
        assertThat(preheater.submit(MINE, byAsset("theirs"), new RequestKey.None()))
                .isEqualTo(new Submission.UnknownAsset());
    }

    @Test
    void refusesWhatIsNotPublished() {
        assertThat(preheater.submit(MINE, byAsset("draft"), new RequestKey.None()))
                .isEqualTo(new Submission.Unpublished());
        assertThat(preheater.submit(MINE, byUrls(DRAFT), new RequestKey.None()))
                .isEqualTo(new Submission.Unpublished());
    }

    @Test
    void refusesAHostThatIsNoDomainOfTheProjectBeforeItLooksForTheAsset() {
        assertThat(preheater.submit(MINE, byUrls("http://elsewhere.example.com/a.mp4"), new RequestKey.None()))
                .isEqualTo(new Submission.ForeignDomain("elsewhere.example.com"));
        assertThat(preheater.submit(MINE, byUrls("http://their.example.com/a.mp4"), new RequestKey.None()))
                .isEqualTo(new Submission.ForeignDomain("their.example.com"));
    }

    @Test
    void refusesADisabledDomainByUrlAndByAsset() {
        var disabled = new Submission.DisabledDomain("old.example.com");
        assertThat(preheater.submit(MINE, byUrls("http://old.example.com/a.mp4"), new RequestKey.None()))
                .isEqualTo(disabled);
        assertThat(preheater.submit(MINE, byAsset("stale"), new RequestKey.None()))
                .isEqualTo(disabled);
    }

    private List<String> fillsOf(Submission submission) {
        var task = ((Submission.Accepted) submission).task();
        return tasks.find(MINE.id(), task).orElseThrow().fills().stream()
                .map(fill -> fill.url() + " " + fill.edge())
                .toList();
    }

    private static PreheatSource byAsset(String id) {
        return new PreheatSource(Optional.of(new AssetId(id)), List.of());
    }

    private static PreheatSource byUrls(String... urls) {
        return new PreheatSource(Optional.empty(), urls(urls));
    }

    private static List<StreamingUrl> urls(String... urls) {
        return Stream.of(urls).map(StreamingUrl::stored).toList();
    }

    private Asset asset(Project project, String id, boolean published, String... urls) {
        return new Asset(project.id(), new AssetId(id), id, published, urls(urls), clock.instant(), clock.instant());
    }

    private static DeliveryDomain domain(String name, Project project, boolean enabled) {
        return new DeliveryDomain(name, project.id(), enabled, Optional.empty());
    }
}
