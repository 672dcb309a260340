package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.AcceptedRequests;
import dev.preheat.accept.Editor;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.Publisher.Outcome;
import dev.preheat.accept.Publisher.Stored;
import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Withdrawals;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an account can make grow has an end, and that of one account is not another's. */
@ParameterizedClass
@EnumSource(TestStore.class)
class GrowthTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");
    private static final Project FIRST = new Project(new ProjectId("p1"), "one", ACME);
    private static final Project SECOND = new Project(new ProjectId("p2"), "two", ACME);
    private static final Project THEIRS = new Project(new ProjectId("p3"), "three", GLOBEX);

    @Parameter
    TestStore kind;

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-12-01T10:00:00Z");
    private Database database;
    private AssetStore assets;
    private EdgeTree edges;
    private Publisher publisher;

    @BeforeEach
    void open() {
        database = kind.open(dir);
        assets = new AssetStore(database);
        edges = EdgeTree.of(List.of(new EdgeName("sg-1")));
        publisher = publisher(new Publisher.Room(10, 3));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theUrlsOfAllProjectsOfAnAccountAreCountedTogether() {
        assertThat(put(FIRST, "a", 6)).isInstanceOf(Stored.class);
        assertThat(put(SECOND, "a", 4)).isInstanceOf(Stored.class);
        assertThat(put(SECOND, "b", 1)).isEqualTo(new Publisher.TooManyUrls(10));
        assertThat(assets.find(SECOND.id(), new AssetId("b")))
                .as("nothing is stored")
                .isEmpty();
        assertThat(put(THEIRS, "a", 10)).as("another account").isInstanceOf(Stored.class);
    }

    @Test
    void whatIsReplacedOrDeletedMakesRoom() {
        put(FIRST, "a", 10);
        assertThat(put(FIRST, "a", 11)).isEqualTo(new Publisher.TooManyUrls(10));
        assertThat(put(FIRST, "a", 8)).isInstanceOf(Stored.class);
        assertThat(put(FIRST, "b", 2)).isInstanceOf(Stored.class);
        assertThat(put(FIRST, "c", 1)).isInstanceOf(Publisher.TooManyUrls.class);
        publisher.delete(new Editor(FIRST, "ann"), new AssetId("a"));
        assertThat(put(FIRST, "c", 8)).isInstanceOf(Stored.class);
        assertThat(put(FIRST, "d", 1)).isInstanceOf(Publisher.TooManyUrls.class);
    }

    @Test
    void aCatalogueThatIsTooLargeAlreadyCanBeChangedAndMadeSmaller() {
        publisher(new Publisher.Room(100, 100)).put(new Editor(FIRST, "ann"), asset(FIRST, "a", 20));
        assertThat(put(FIRST, "a", 20)).isInstanceOf(Stored.class);
        assertThat(put(FIRST, "a", 19)).isInstanceOf(Stored.class);
        assertThat(put(FIRST, "a", 20)).isInstanceOf(Publisher.TooManyUrls.class);
    }

    @Test
    void aProjectThatChangesHandsTakesItsUrlsAlong() {
        put(FIRST, "a", 10);
        var sold = new Project(FIRST.id(), "one", GLOBEX);
        assertThat(put(sold, "b", 1)).isInstanceOf(Publisher.TooManyUrls.class);
        assertThat(put(SECOND, "a", 10)).isInstanceOf(Stored.class);
    }

    @Test
    void whoLosesMoreUrlsThanCanBeStoppedWaitsUntilTheyAre() {
        var withdrawals = new Withdrawals(database, assets, edges, GivenTasks.control(database, edges, clock), clock);
        put(FIRST, "a", 5);
        assertThat(put(FIRST, "a", 1)).as("4 are lost").isInstanceOf(Stored.class);
        put(FIRST, "b", 2);
        assertThat(put(FIRST, "b", 1)).isEqualTo(new Publisher.TooManyLost(3));
        put(THEIRS, "a", 2);
        assertThat(put(THEIRS, "a", 1)).as("another project").isInstanceOf(Stored.class);
        withdrawals.carryOut();
        clock.advance(Duration.ofSeconds(11));
        withdrawals.carryOut();
        assertThat(put(FIRST, "b", 1)).isInstanceOf(Stored.class);
    }

    @Test
    void theAnswersKeptForOneAccountAreNotAnothers() {
        var answers = new RecordedAnswers(database, new RecordedAnswers.Limits(3, 1_000));
        IntStream.range(0, 3).forEach(n -> answers.keep(ACME, name(n), new RecordedAnswers.Same(200, "{}")));
        assertThat(answers.hasRoom(ACME, name(9))).isFalse();
        assertThat(answers.hasRoom(GLOBEX, name(9))).isTrue();
        answers.keep(GLOBEX, name(4), new RecordedAnswers.Same(200, "x".repeat(1_000)));
        assertThat(answers.hasRoom(GLOBEX, name(9))).as("so many bytes").isFalse();
        clock.advance(Duration.ofHours(25));
        assertThat(answers.hasRoom(ACME, name(9))).as("a day later").isTrue();
    }

    @Test
    void theNamesOfCreatesAreLimitedByTheQuotaAlone() {
        var answers = new RecordedAnswers(database, new RecordedAnswers.Limits(1, 1_000));
        database.write(tx -> AcceptedRequests.enter(tx, name(1), TaskId.next(clock.instant())));
        assertThat(answers.hasRoom(ACME, name(9))).isTrue();
    }

    private RequestKey.Named name(int number) {
        return new RequestKey.Named("k" + number, "r", clock.instant().plus(RequestKey.Named.KEPT));
    }

    private Publisher publisher(Publisher.Room room) {
        var tasks = new GivenTasks(database, edges, new Quota(100, ZoneOffset.UTC), clock);
        return new Publisher(
                database,
                assets,
                new Preheater(new DeliveryDomains(List.of()), assets, tasks.acceptance()),
                room,
                clock);
    }

    private Outcome put(Project project, String id, int urls) {
        return publisher.put(new Editor(project, "ann"), asset(project, id, urls));
    }

    private Asset asset(Project project, String id, int urls) {
        var some = IntStream.range(0, urls)
                .mapToObj(n -> StreamingUrl.stored("http://cdn.example.com/" + id + "/" + n + ".mp4"))
                .toList();
        return new Asset(project.id(), new AssetId(id), "t", true, some, clock.instant(), clock.instant());
    }
}
