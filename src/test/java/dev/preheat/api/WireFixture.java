package dev.preheat.api;

import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.QuotaBook;
import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.accept.UrlEstimate;
import dev.preheat.auth.Directory;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Tokens;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetSearch;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Routes;
import dev.preheat.operation.Audit;
import dev.preheat.operation.Repeats;
import dev.preheat.own.TaskWatches;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.server.Listener;
import dev.preheat.server.Server;
import dev.preheat.server.TlsFiles;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.SecurityToken;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Policy;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.tenancy.User;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.Logins;
import dev.preheat.upkeep.Expiry;
import dev.preheat.webhook.WebhookQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole service without fills: two accounts, their domains and some assets, at a time that stands still.
 *
 * <p>Settings: {@code quota}, {@code clock}, {@code ready: false}, {@code store: closed}, {@code watchers}, those of {@link WireLimits},
 * {@code cancelled}: a URL that has a task which was cancelled, {@code tls}: the folder of a {@code certificate.pem} and its {@code key.pem},
 * {@code untold}: how many deliveries wait for that task, {@code connections}.
 */
public final class WireFixture implements AutoCloseable {
    public static final String SECRET = "example-secret-key";
    public static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");
    public static final EdgeName EDGE = new EdgeName("sg-1");
    private static final ProjectId OTHER = new ProjectId("fedcba9876543210fedcba9876543210");
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName GLOBEX = new AccountName("globex");
    private static final String FILM = "f488337c31c8e4622f1590735b134c65";

    private static final Policy FULL = Policy.system("VOD FullAccess").orElseThrow();
    private static final Policy NO_PREHEAT = new Policy(
            "no-preheat",
            List.of(new Policy.Statement(Policy.Effect.DENY, Policy.About.ACTION, List.of("vod:asset:preheat"))));

    public static final AccountName ACCOUNT = new AccountName("acme");

    public final GivenTasks tasks;
    public final FillQueue queue;
    public final TaskWatches watches;
    public final TaskControl control;
    public final Server server;
    final Routes routes;
    private final Database database;
    private final Quota quota;
    private final Instant now;

    public WireFixture(Path folder, Map<String, String> settings) throws IOException {
        var limits = new WireLimits(settings);
        now = Instant.parse(settings.getOrDefault("clock", "2025-11-26T12:00:00Z"));
        database = Database.open(folder.resolve("preheat.db")).orElseThrow();
        quota = new Quota(limits.whole("quota", 1_000), ZoneOffset.UTC);
        var edges = EdgeTree.of(List.of(EDGE));
        tasks = new GivenTasks(database, edges, quota, () -> now);
        queue = GivenTasks.queue(database, edges, () -> now);
        control = GivenTasks.control(database, edges, () -> now);
        watches = new TaskWatches(tasks::find, limits.whole("watchers", 1_000));
        var assets = new AssetStore(database);
        Optional.ofNullable(settings.get("cancelled"))
                .map(url -> cancelled(assets, url))
                .ifPresent(task -> untold(task, limits.whole("untold", 0)));
        catalogue().forEach(assets::put);
        var preheater = new Preheater(domains(), assets, tasks.acceptance());
        boolean ready = !settings.getOrDefault("ready", "true").equals("false");
        var iam = iam(() -> now);
        var throttle = new Throttle(limits.throttle(), () -> now);
        var gate = new Gate(iam, throttle, limits.atOnce(), new Audit(() -> now, _ -> {}), () -> now);
        var repeats = new Repeats(new RecordedAnswers(database, limits.answers()), () -> now);
        var publisher = new Publisher(database, assets, preheater, limits.room(), () -> now);
        var api = new Api(gate, new Probes(() -> ready, () -> "up 1\n"), repeats, () -> now)
                .preheating(preheater, tasks.search())
                .estimate(preheater, new QuotaBook(database, quota, () -> now), WireFixture::estimates)
                .assets(assets, new AssetSearch(database), publisher, domains())
                .tasks(tasks.search(), watches)
                .control(tasks.search(), control, new WebhookQueue(database, () -> now)::untold, preheater)
                .edges(WireFixture::edges)
                .iam(iam);
        routes = api.routes();
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listener = new Listener(anywhere, listening(settings), tls(settings));
        server = Server.start(listener, routes, api.refusal());
        if (settings.getOrDefault("store", "open").equals("closed")) {
            database.close();
        }
    }

    /** As if the time of every task were over. */
    public void forgetAll() {
        new Expiry(database, quota, () -> now.plus(Duration.ofDays(61))).forget(Duration.ofDays(30), () -> true);
    }

    private TaskId cancelled(AssetStore assets, String url) {
        var wanted = StreamingUrl.stored(url);
        var then = new DeliveryDomains(List.of(new DeliveryDomain(wanted.host(), PROJECT, true, Optional.empty())));
        assets.put(asset(PROJECT, "cancelled", true, url));
        var source = new PreheatSource(Optional.empty(), List.of(wanted));
        var accepted = new Preheater(then, assets, tasks.acceptance())
                .submit(projects().getFirst(), source, new RequestKey.None());
        var task = ((Submission.Accepted) accepted).task();
        control.cancel(PROJECT, task, "cancelled by acme");
        return task;
    }

    private static List<UrlEstimate> estimates(Project project, List<StreamingUrl> urls) {
        return urls.stream()
                .<UrlEstimate>map(url -> url.given().endsWith(".m3u8")
                        ? new UrlEstimate.Known(
                                url.given(),
                                120,
                                Optional.of(48_000_000L),
                                false,
                                600,
                                new Progress.Omitted(1, 40, Optional.of("some")),
                                Duration.ofMillis(2_500),
                                Optional.empty())
                        : new UrlEstimate.Unknown(url.given(), "the origin answered 404"))
                .toList();
    }

    private static List<EdgeStanding> edges() {
        var busy = new EdgeStanding(
                EDGE,
                "nginx",
                "ap-southeast",
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.of(new EdgeStanding.Abilities(true, true)),
                new EdgeStanding.Load(2, 7, 32),
                Optional.of(Instant.parse("2025-11-26T11:59:00Z")));
        var away = new EdgeStanding(
                new EdgeName("sg-2"),
                "varnish",
                "",
                Optional.of(EDGE),
                0,
                Optional.of(Instant.parse("2025-11-26T11:58:00Z")),
                Optional.empty(),
                new EdgeStanding.Load(0, 0, 32),
                Optional.empty());
        return List.of(busy, away);
    }

    private static AccessKey temporary(String id, String expires) {
        var token = new SecurityToken("example-security-token", Instant.parse(expires));
        return new AccessKey(id, SECRET, new User("acme", ACME, true), Optional.of(token));
    }

    private static Iam iam(InstantSource clock) {
        var directory = new Directory(
                projects(), keys(), users().stream().map(Logins::of).toList());
        return Iam.of(() -> directory, new byte[Tokens.KEY_BYTES], clock);
    }

    /** The token that the user of {@code key} got at {@code issued}, for the project that user's account has. */
    public static String token(String key, Instant issued) {
        var user = keys().stream()
                .filter(one -> one.id().equals(key))
                .findFirst()
                .orElseThrow()
                .user();
        var project = user.account().equals(ACME) ? PROJECT : OTHER;
        return iam(() -> issued)
                .tokens()
                .issue(Logins.of(user), project.value())
                .text();
    }

    private static List<User> users() {
        return keys().stream().map(AccessKey::user).distinct().toList();
    }

    private static User user(String name, String... policies) {
        return new User(
                name,
                ACME,
                false,
                Arrays.stream(policies)
                        .map(policy -> Policy.system(policy).orElseThrow())
                        .toList());
    }

    // As many deliveries as if the project had a webhook that takes nothing.
    private void untold(TaskId task, int many) {
        for (int i = 0; i < many; i++) {
            int number = i;
            database.write(tx -> tx.sql("""
                    INSERT INTO webhook_delivery (delivery_id, webhook, event, project_id, task_id, status, created_at, due_at,
                        attempt) VALUES (:delivery, 'https://hooks.example.com/', 'finished', :project, :task, 'failed', :now, :now, 1)""")
                    .with("delivery", "%032x".formatted(number))
                    .with("project", PROJECT.value())
                    .with("task", task.value())
                    .with("now", now)
                    .update());
        }
    }

    private static Listener.Limits listening(Map<String, String> settings) {
        var usual = Listener.Limits.ofBody(64 * 1024);
        var connections = settings.getOrDefault("connections", Integer.toString(usual.connections()));
        return new Listener.Limits(usual.body(), Integer.parseInt(connections), usual.request());
    }

    private static Optional<TlsFiles> tls(Map<String, String> settings) {
        return Optional.ofNullable(settings.get("tls"))
                .map(Path::of)
                .map(folder -> new TlsFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem")));
    }

    private static List<AccessKey> keys() {
        return List.of(
                temporary("AKTEMPORARY", "9999-12-31T00:00:00Z"),
                temporary("AKEXPIRED", "2025-11-26T12:00:00Z"),
                new AccessKey("AKEXAMPLE", SECRET, new User("acme", ACME, true)),
                new AccessKey("AKVIEWER", SECRET, user("viewer")),
                new AccessKey("AKREADER", SECRET, user("reader", "VOD ReadOnlyAccess")),
                new AccessKey("AKCOMMON", SECRET, user("common", "VOD CommonOperations")),
                new AccessKey("AKBARRED", SECRET, new User("barred", ACME, false, List.of(FULL, NO_PREHEAT))),
                new AccessKey("AKGLOBEX", SECRET, new User("globex", GLOBEX, true)));
    }

    private static List<Project> projects() {
        return List.of(new Project(PROJECT, "cn-north-4", ACME), new Project(OTHER, "cn-north-4", GLOBEX));
    }

    private static DeliveryDomains domains() {
        return new DeliveryDomains(List.of(
                new DeliveryDomain("cdn.example.com", PROJECT, true, Optional.empty()),
                new DeliveryDomain("off.example.com", PROJECT, false, Optional.empty()),
                new DeliveryDomain("cdn.globex.example", OTHER, true, Optional.empty())));
    }

    private List<Asset> catalogue() {
        return List.of(
                asset(PROJECT, FILM, true, "/index.m3u8", "/film.mp4"),
                asset(PROJECT, "draft", false, "/draft.mp4"),
                asset(PROJECT, "shelved", true, "http://off.example.com/asset/shelved/film.mp4"),
                asset(OTHER, "foreign", true, "http://cdn.globex.example/asset/foreign/film.mp4"));
    }

    private Asset asset(ProjectId project, String id, boolean published, String... paths) {
        var urls = Arrays.stream(paths)
                .map(path -> path.startsWith("/") ? "http://cdn.example.com/asset/" + id + path : path)
                .map(url -> StreamingUrl.parse(url).orElseThrow())
                .toList();
        return new Asset(project, new AssetId(id), "The " + id, published, urls, now, now);
    }

    @Override
    public void close() {
        watches.close();
        server.close();
        database.close();
    }
}
