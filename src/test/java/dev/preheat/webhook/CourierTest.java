package dev.preheat.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
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
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.TaskControl;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver gets, and what becomes of one that does not take it: over real connections. */
class CourierTest {
    private static final String SECRET = "a-secret-of-the-receiver";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final StreamingUrl URL = StreamingUrl.stored("http://cdn.example.com/film.mp4");

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private final AtomicBoolean allowPrivate = new AtomicBoolean(true);
    private final AtomicLong nanos = new AtomicLong();
    private Database database;
    private HttpServer receiver;
    private Courier courier;
    private Webhook webhook;
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final List<Webhook> others = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Got(Headers headers, String body) {}

    @BeforeEach
    void open() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            got.add(new Got(
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.getResponseHeaders().add("Location", "/other");
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        receiver.createContext("/other", exchange -> {
            elsewhere.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.createContext("/hangs", exchange -> {
            hanging.countDown();
            over.join();
            exchange.close();
        });
        receiver.setExecutor(threads);
        receiver.start();
        var url = URI.create("http://localhost:" + receiver.getAddress().getPort() + "/hook/token-in-the-path");
        webhook = new Webhook(ACME.id(), url, SECRET, Set.of(Webhook.Event.FINISHED));
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        courier = new Courier(
                new WebhookQueue(database, clock),
                new Courier.Settings(this::webhooks, allowPrivate::get),
                delivery -> ("{\"task_id\":\"" + delivery.task() + "\"}").getBytes(UTF_8),
                clock,
                nanos::get);
    }

    @AfterEach
    void close() {
        courier.close();
        database.close();
        over.complete(null);
        receiver.stop(0);
        threads.close();
    }

    private List<Webhook> webhooks() {
        return Stream.concat(Stream.of(webhook), others.stream()).toList();
    }

    @Test
    void aDeliveryIsSignedAndSentOnce() throws Exception {
        var task = finished();
        courier.start();
        Awaits.await("it is taken", SOON, () -> left() == 0);
        assertThat(got).hasSize(1);
        var headers = got.getFirst().headers();
        var body = got.getFirst().body();
        assertThat(body).isEqualTo("{\"task_id\":\"" + task + "\"}");
        assertThat(headers.getFirst("Content-Type")).startsWith("application/json");
        assertThat(headers.getFirst("X-Preheat-Event")).isEqualTo("finished");
        assertThat(headers.getFirst("X-Preheat-Delivery")).matches("[0-9a-f]{32}");
        var seconds = headers.getFirst("X-Preheat-Timestamp");
        assertThat(seconds).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(headers.getFirst("X-Preheat-Signature"))
                .isEqualTo("v1=" + HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(UTF_8))));
    }

    @Test
    void whatIsNotTakenIsSentAgainLaterAndUnchanged() throws Exception {
        answer.set(503);
        finished();
        courier.start();
        Awaits.await("it is refused", SOON, () -> got.size() == 1);
        answer.set(302);
        Awaits.await("it is refused again", SOON, () -> {
            clock.advance(Duration.ofSeconds(1));
            return got.size() >= 2;
        });
        answer.set(204);
        Awaits.await("it is taken", SOON, () -> {
            clock.advance(Duration.ofSeconds(1));
            return left() == 0;
        });
        assertThat(got)
                .allMatch(one -> one.body().equals(got.getFirst().body()))
                .extracting(one -> one.headers().getFirst("X-Preheat-Delivery"))
                .containsOnly(got.getFirst().headers().getFirst("X-Preheat-Delivery"));
        assertThat(elsewhere).as("where the redirect led").hasValue(0);
    }

    @Test
    void whatWillNeverBeDialledIsSaidWhenItIsRead() {
        allowPrivate.set(false);
        others.add(
                new Webhook(ACME.id(), URI.create("https://[fd00::1]/token"), SECRET, Set.of(Webhook.Event.FINISHED)));
        try (var log = new LogLines(Courier.class.getName())) {
            courier.foresee();
            var why = " of project p1 will be told nothing: its address is private, and allow-private-webhooks is"
                    + " not set";
            assertThat(log.lines())
                    .containsExactly("the webhook " + webhook.place() + why, "the webhook https://[fd00::1]" + why);
        }
        allowPrivate.set(true);
        try (var log = new LogLines(Courier.class.getName())) {
            courier.foresee();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aReceiverThatHangsHoldsUpNoOther() throws Exception {
        var hangs = URI.create("http://localhost:" + receiver.getAddress().getPort() + "/hangs");
        others.add(new Webhook(ACME.id(), hangs, SECRET, Set.of(Webhook.Event.FINISHED)));
        for (int task = 0; task < 10; task++) { // more than one webhook has places
            finished();
        }
        courier.start();
        hanging.await();
        Awaits.await("the other has been told of all", SOON, () -> got.size() == 10);
        Awaits.await("what hangs is kept", SOON, () -> left() == 10);
    }

    @Test
    void whatHangsIsLeftAfterHalfAMinuteThoughTheClockIsSetBackByADay() throws Exception {
        var hangs = URI.create("http://localhost:" + receiver.getAddress().getPort() + "/hangs");
        webhook = new Webhook(ACME.id(), hangs, SECRET, Set.of(Webhook.Event.FINISHED));
        finished();
        try (var log = new LogLines(Courier.class.getName())) {
            courier.start();
            hanging.await();
            clock.advance(Duration.ofDays(-1));
            nanos.addAndGet(Duration.ofSeconds(31).toNanos());
            Awaits.await("it is left", Duration.ofSeconds(8), () -> !log.lines().isEmpty());
            assertThat(log.lines().getFirst()).contains("its answer did not come whole within 30 s");
        }
    }

    @Test
    void whatWasToBeSentAgainIsSentThoughTheClockIsSetBackByADay() throws Exception {
        answer.set(500);
        finished();
        try (var log = new LogLines(Courier.class.getName())) {
            courier.start();
            Awaits.await("it is refused", SOON, () -> !log.lines().isEmpty());
        }
        answer.set(200);
        clock.advance(Duration.ofDays(-1));
        Awaits.await("it is taken", SOON, () -> left() == 0);
    }

    @Test
    void afterADayItIsGivenUp() throws Exception {
        answer.set(500);
        var task = finished();
        try (var log = new LogLines(Courier.class.getName())) {
            courier.start();
            Awaits.await("it is refused", SOON, () -> !log.lines().isEmpty());
            assertThat(log.tasks()).containsOnly(task);
            Awaits.await("it is given up", SOON, () -> {
                clock.advance(Duration.ofMinutes(10));
                return left() == 0;
            });
            Awaits.await("it is said", SOON, () -> log.lines().stream().anyMatch(line -> line.startsWith("gave up")));
        }
    }

    @Test
    void aPrivateAddressIsNotDialledUnlessAllowed() throws Exception {
        allowPrivate.set(false);
        finished();
        try (var log = new LogLines(Courier.class.getName())) {
            courier.start();
            Awaits.await("it is refused", SOON, () -> !log.lines().isEmpty());
            assertThat(log.lines().getFirst())
                    .contains("its address is private, and allow-private-webhooks is not set");
        }
        assertThat(got).isEmpty();
        allowPrivate.set(true);
        Awaits.await("it is taken", SOON, () -> {
            clock.advance(Duration.ofSeconds(1));
            return left() == 0;
        });
    }

    @Test
    void noLogHasASecretOrAPath() throws Exception {
        try (var log = new LogLines("ROOT")) {
            answer.set(500);
            finished();
            courier.start();
            Awaits.await("it is refused", SOON, () -> !log.lines().isEmpty());
            answer.set(200);
            Awaits.await("it is taken", SOON, () -> {
                clock.advance(Duration.ofSeconds(1));
                return left() == 0;
            });
            assertThat(String.join("\n", log.lines()))
                    .contains("http://localhost:")
                    .doesNotContain(SECRET, "token-in-the");
            assertThat(webhook.toString()).doesNotContain(SECRET, "token-in-the");
        }
    }

    /** A task that is accepted and cancelled. */
    private String finished() throws IOException {
        var edges = EdgeTree.of(List.of(new EdgeName("sg-1")));
        var domains =
                new DeliveryDomains(List.of(new DeliveryDomain("cdn.example.com", ACME.id(), true, Optional.empty())));
        var tasks = new GivenTasks(database, edges, new Quota(1_000, ZoneOffset.UTC), clock);
        var assets = new AssetStore(database);
        assets.put(
                new Asset(ACME.id(), new AssetId("a"), "film", true, List.of(URL), clock.instant(), clock.instant()));
        var source = new PreheatSource(Optional.of(new AssetId("a")), List.of());
        var answered = new Preheater(domains, assets, tasks.acceptance()).submit(ACME, source, new RequestKey.None());
        var task = ((Submission.Accepted) answered).task();
        new TaskControl(database, edges, new Notices(this::webhooks, clock), clock, _ -> {})
                .cancel(ACME.id(), task, "cancelled by ann");
        return task.value();
    }

    private int left() {
        return database.read(tx -> tx.sql("SELECT COUNT(*) AS many FROM webhook_delivery")
                .first(row -> row.integer("many"))
                .orElseThrow());
    }
}
