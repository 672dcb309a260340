package dev.preheat.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Order;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.accept.Withdrawals;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestStore;
import dev.preheat.webhook.Webhook.Event;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is noted for webhooks, and when. */
@ParameterizedClass
@EnumSource(TestStore.class)
class NoticesTest {
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final EdgeName SG = new EdgeName("sg-1");
    private static final EdgeName FRA = new EdgeName("fra-1");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(SG, FRA));
    private static final Webhook BOTH = webhook("p1", "/both", Event.FINISHED, Event.FIRST_SECONDS);
    private static final Webhook END = webhook("p1", "/end", Event.FINISHED);
    private static final Webhook FOREIGN = webhook("p2", "/both", Event.FINISHED);

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private TaskControl control;
    private Notices notices;
    private WebhookQueue deliveries;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        notices = new Notices(() -> List.of(BOTH, END, FOREIGN), () -> now);
        tasks = new GivenTasks(database, EDGES, new Quota(1_000, ZoneOffset.UTC), () -> now);
        queue = new FillQueue(database, EDGES, notices, () -> now);
        control = new TaskControl(database, EDGES, notices, () -> now, _ -> {});
        deliveries = new WebhookQueue(database, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theLastFillThatEndsFinishesTheTask() {
        var task = accepted("a.mp4", "b.mp4");
        var fills = claimed();
        fills.subList(0, 3).forEach(this::prove);
        assertThat(told(END)).isEmpty();
        fail(fills.getLast());
        assertThat(deliveries.claim(END, 9)).singleElement().satisfies(one -> {
            assertThat(one.event()).isEqualTo(Event.FINISHED);
            assertThat(one.task()).isEqualTo(task);
            assertThat(one.told().status()).isEqualTo("failed");
            assertThat(one.told().failedEdges())
                    .containsExactly(fills.getLast().edge().value());
            assertThat(one.told().asset()).isEmpty();
            assertThat(one.told().urlCount()).isEqualTo(2);
            assertThat(one.told().urls())
                    .containsExactly("http://cdn.example.com/a.mp4", "http://cdn.example.com/b.mp4");
            assertThat(one.at()).isEqualTo(now);
        });
        assertThat(deliveries.claim(FOREIGN, 9)).isEmpty();
    }

    @Test
    void anAttemptThatWillBeRepeatedEndsNothing() {
        accepted("a.mp4");
        claimed()
                .forEach(fill -> queue.again(
                        fill,
                        new FillOutcome.Failed(FailureClass.CHANGED, "x", true, Progress.NONE),
                        now.plusSeconds(1)));
        assertThat(told(END)).isEmpty();
    }

    @Test
    void theFirstSecondsAreToldOnceTheyAreInEveryEdge() {
        accepted("a.m3u8");
        var fills = claimed();
        queue.renew(fills.get(0), firstSeconds());
        assertThat(told(BOTH)).isEmpty();
        queue.renew(fills.get(1), firstSeconds());
        queue.renew(fills.get(1), firstSeconds());
        assertThat(told(BOTH)).containsExactly(Event.FIRST_SECONDS);
        fills.forEach(this::prove);
        assertThat(told(BOTH)).containsExactly(Event.FINISHED);
        assertThat(told(END)).containsExactly(Event.FINISHED);
    }

    @Test
    void whatHasNoFirstSecondsIsReadyWhenItIsWhole() {
        accepted("a.mp4");
        claimed().forEach(this::prove);
        assertThat(told(BOTH)).containsExactlyInAnyOrder(Event.FIRST_SECONDS, Event.FINISHED);
    }

    @Test
    void aCancelledTaskIsFinishedOnceAndOnceMoreAfterARetry() {
        var task = accepted("a.mp4");
        control.cancel(ACME.id(), task, "x");
        control.cancel(ACME.id(), task, "x");
        assertThat(told(END)).containsExactly(Event.FINISHED);
        control.retry(ACME.id(), task);
        claimed().forEach(this::prove);
        assertThat(told(END)).containsExactly(Event.FINISHED);
    }

    @Test
    void anAssetThatIsUnpublishedFinishesTheTasksThatHaveNothingElse() {
        var assets = new AssetStore(database);
        var domain = new DeliveryDomain("cdn.example.com", ACME.id(), true, Optional.empty());
        var preheater = new Preheater(new DeliveryDomains(List.of(domain)), assets, tasks.acceptance());
        var publisher = new Publisher(database, assets, preheater, new Publisher.Room(1), () -> now);
        var ann = new Editor(ACME, "ann");
        var url = StreamingUrl.stored("http://cdn.example.com/a.mp4");
        publisher.put(ann, new Asset(ACME.id(), new AssetId("a"), "a", true, List.of(url), now, now));
        accepted("a.mp4");
        accepted("a.mp4", "b.mp4");
        publisher.unpublish(ann, new AssetId("a"));
        new Withdrawals(database, assets, EDGES, control, () -> now).carryOut();
        assertThat(told(END)).as("the other task has a URL left").containsExactly(Event.FINISHED);
    }

    @Test
    void whatIsUnderWayIsNotTakenASecondTimeUntilItsLeaseIsOver() {
        accepted("a.mp4");
        claimed().forEach(this::prove);
        var first = deliveries.claim(END, 9).getFirst();
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(deliveries.claim(END, 9)).isEmpty();
        now = now.plus(WebhookQueue.LEASE);
        var second = deliveries.claim(END, 9).getFirst();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        deliveries.again(first, now);
        assertThat(deliveries.claim(END, 9))
                .as("a late attempt changes nothing")
                .isEmpty();
        deliveries.remove(second);
        now = now.plus(WebhookQueue.LEASE);
        assertThat(deliveries.claim(END, 9)).isEmpty();
    }

    @Test
    void whoeverClaimsAtOnceTellsEachEventOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            accepted("film-" + i + ".mp4");
        }
        for (var fills = claimed(); !fills.isEmpty(); fills = claimed()) {
            fills.forEach(this::prove);
        }
        try (var other = stores == TestStore.SQLITE ? database : stores.open(dir);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var queues = List.of(deliveries, new WebhookQueue(other, () -> now));
            var tellers = IntStream.range(0, 8)
                    .<Callable<List<String>>>mapToObj(i -> () -> ids(queues.get(i % 2)))
                    .toList();
            var told = new ArrayList<String>();
            for (var teller : threads.invokeAll(tellers)) {
                told.addAll(teller.get());
            }
            assertThat(told).hasSize(40).doesNotHaveDuplicates();
        }
    }

    private static List<String> ids(WebhookQueue queue) {
        var ids = new ArrayList<String>();
        for (var some = queue.claim(END, 3); !some.isEmpty(); some = queue.claim(END, 3)) {
            some.forEach(one -> ids.add(one.id()));
        }
        return ids;
    }

    @Test
    void whatNobodyTakesIsForgottenAfterADay() {
        accepted("a.mp4");
        claimed().forEach(this::prove);
        now = now.plus(Duration.ofHours(23));
        assertThat(deliveries.purge()).isZero();
        now = now.plus(Duration.ofHours(1)).plusMillis(1);
        assertThat(deliveries.purge()).isEqualTo(3);
    }

    private static Webhook webhook(String project, String path, Event... events) {
        var url = URI.create("https://hooks.example.com" + path);
        return new Webhook(new ProjectId(project), url, "0123456789abcdef", Set.of(events));
    }

    private List<Event> told(Webhook webhook) {
        return deliveries.claim(webhook, 9).stream()
                .map(WebhookQueue.Delivery::event)
                .toList();
    }

    private TaskId accepted(String... names) {
        var urls = List.of(names).stream()
                .map(name -> StreamingUrl.stored("http://cdn.example.com/" + name))
                .toList();
        return ((Submission.Accepted) tasks.submit(ACME, new Order(new RequestKey.None(), 1, urls))).task();
    }

    private List<Fill> claimed() {
        var all = new ArrayList<>(queue.claim(SG, ACME.account(), 9));
        all.addAll(queue.claim(FRA, ACME.account(), 9));
        return all;
    }

    private Progress firstSeconds() {
        return Progress.NONE.with(new Progress.Play(0, 0, Optional.of(now)));
    }

    private void prove(Fill fill) {
        queue.succeed(fill, new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.empty()), Progress.NONE));
    }

    private void fail(Fill fill) {
        queue.fail(fill, new FillOutcome.Failed(FailureClass.CHANGED, "x", false, Progress.NONE));
    }
}
