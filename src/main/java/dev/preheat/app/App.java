package dev.preheat.app;

import dev.preheat.accept.Preheater;
import dev.preheat.accept.Publisher;
import dev.preheat.accept.QuotaBook;
import dev.preheat.accept.RecordedAnswers;
import dev.preheat.accept.TaskStore;
import dev.preheat.accept.Withdrawals;
import dev.preheat.api.Api;
import dev.preheat.api.AtOnce;
import dev.preheat.api.Gate;
import dev.preheat.api.Probes;
import dev.preheat.api.Throttle;
import dev.preheat.auth.Iam;
import dev.preheat.catalogue.AssetSearch;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.config.Config;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillWorkers;
import dev.preheat.fill.Filler;
import dev.preheat.fill.Territory;
import dev.preheat.loop.Loops;
import dev.preheat.operation.Audit;
import dev.preheat.operation.Repeats;
import dev.preheat.own.TaskWatches;
import dev.preheat.own.WebhookBody;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskList;
import dev.preheat.preheat.Webhook;
import dev.preheat.server.Listener;
import dev.preheat.server.Server;
import dev.preheat.sql.Database;
import dev.preheat.upkeep.Company;
import dev.preheat.upkeep.Processes;
import dev.preheat.upkeep.StoreFigures;
import dev.preheat.upkeep.Upkeep;
import dev.preheat.webhook.Courier;
import dev.preheat.webhook.WebhookQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: every object is built once, in the order in which a request meets them. */
public final class App implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final Duration REQUESTS_END = Duration.ofSeconds(5);
    private static final Duration FILLS_END = Duration.ofSeconds(20);
    private static final Duration WITHDRAWALS = Duration.ofMillis(500);

    private final AtomicBoolean ready = new AtomicBoolean();
    private final Metrics metrics = new Metrics();
    private final Config config;
    private final AtomicReference<Live> live;
    private final Database database;
    private final TaskWatches watches;
    private final Filler filler;
    private final FillWorkers workers;
    private final Courier courier;
    private final Loops withdrawing = new Loops();
    private final Withdrawals withdrawals;
    private final Upkeep upkeep;
    private final Company company;
    private final Scrape scrape;
    private final Server server;

    private App(Config config, Database database, InstantSource clock) throws CannotStart {
        this.config = config;
        this.database = database;
        this.live = new AtomicReference<>(Live.of(config, config));
        var domains = new DeliveryDomains(() -> live.get().domains());
        var edges = config.delivery().edges();
        var tree = Edge.tree(edges);
        Supplier<List<Webhook>> webhooks = () -> live.get().webhooks().all();
        var time = database.clock(clock);
        var notices = new Notices(webhooks, time);

        // the gate before every operation
        var throttle = new Throttle(config.gate().throttle(), clock);
        var iam = Iam.of(() -> live.get().directory(), TokenKey.of(config.store(), database), clock);

        // accepting
        var assets = new AssetStore(database);
        var tasks = new TaskStore(database, tree, config.quota(), time, this::wake);
        var preheater = new Preheater(domains, assets, tasks);
        var room = new Publisher.Room(config.quota().streamingUrls());
        var publisher = new Publisher(database, assets, preheater, room, time);
        watches = new TaskWatches(tasks::find, TaskWatches.MOST_WATCHERS);

        // filling and proving, which meet accepting in the task store alone
        filler = checked(new Filler(config.fill(), domains, clock), edges);
        var queue = resumed(new FillQueue(database, tree, notices, time));
        var regions = config.delivery().regions();
        workers = new FillWorkers(queue, filler, edges, config.fill(), time, new Territory(regions), metrics::ended);

        // telling, and what the store needs from time to time
        courier = courier(webhooks, time);
        withdrawals = new Withdrawals(database, assets, tree, notices, time);
        var kept = new Upkeep.Kept(Duration.ofDays(config.retentionDays()), config.quota());
        upkeep = new Upkeep(database, kept, tree, notices, time);
        company = new Company(new Processes(database, regions, tree, time), living -> share(living, throttle));

        // the operations, and the listener that opens when all of this stands
        scrape = scrape(time);
        var control = new TaskControl(database, tree, notices, time, metrics::cancelled);
        var repeats = new Repeats(new RecordedAnswers(database, RecordedAnswers.Limits.DEFAULT), clock);
        var api = new Api(gate(iam, throttle, clock), new Probes(this::isReady, scrape::text), repeats, clock)
                .preheating(preheater, tasks)
                .estimate(preheater, new QuotaBook(database, config.quota(), time), filler.estimator(edges)::estimate)
                .assets(assets, new AssetSearch(database), publisher, domains)
                .tasks(tasks, new TaskList(database), watches)
                .control(tasks, control, preheater)
                .edges(workers::standings)
                .iam(iam);
        server = listen(config, api);
    }

    private Gate gate(Iam iam, Throttle throttle, InstantSource clock) {
        var audit = new Audit(clock, metrics::answered);
        return new Gate(iam, throttle, new AtOnce(AtOnce.Limits.DEFAULT), audit, clock);
    }

    private static Filler checked(Filler filler, List<Edge> edges) throws CannotStart {
        try {
            var several = filler.severalMachines(edges);
            if (!several.isEmpty()) {
                throw new CannotStart(String.join("\n", several));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return filler;
    }

    private static FillQueue resumed(FillQueue queue) {
        int left = queue.resume();
        if (left > 0) {
            log.info("resuming {} fills that were under way when the last process ended", left);
        }
        return queue;
    }

    private Courier courier(Supplier<List<Webhook>> webhooks, InstantSource time) {
        var told = new Courier.Settings(webhooks, () -> live.get().webhooks().allowPrivate());
        return new Courier(new WebhookQueue(database, time), told, WebhookBody::of, time);
    }

    private Scrape scrape(InstantSource clock) {
        metrics.gauge("preheat.store.writes.waiting", "Writes that wait for the next transaction", database::waiting);
        metrics.gauge("preheat.quota.limit", "What an account may preheat a day", config.quota()::assetsPerDay);
        metrics.gauge("preheat.fills.running", "Fills under way in this process", workers::underWay);
        var figures = new StoreFigures(database, config.quota(), clock);
        return new Scrape(
                metrics, figures, new Scrape.Paces(workers::standings, filler::edges, filler::origins), clock);
    }

    private static Server listen(Config config, Api api) throws CannotStart {
        try {
            var gate = config.gate();
            var listener = new Listener(config.listen(), gate.limits(), gate.tls());
            return Server.start(listener, gate.proxies().before(api.routes()), api.refusal());
        } catch (IOException broken) {
            var at = at(config.listen().getHostString(), config.listen().getPort());
            throw new CannotStart("cannot listen at " + at, broken);
        }
    }

    /** Starts everything; requests are accepted once this returns. */
    static App start(Config config, InstantSource clock) throws CannotStart {
        var database = ConfiguredStore.open(config.store());
        Exposed.name(config);
        try {
            var app = new App(config, database, clock);
            if (database.shared()) {
                app.company.start();
            }
            app.workers.start();
            app.courier.start();
            sayUnusedWebhooks(config);
            app.withdrawing.begin("withdrawals", WITHDRAWALS, app::withdraw);
            app.upkeep.start();
            app.ready.set(true);
            return app;
        } catch (CannotStart | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /** The address it listens at. */
    URI address() {
        var scheme = config.gate().tls().isPresent() ? "https://" : "http://";
        return URI.create(scheme + at(config.listen().getHostString(), server.port()));
    }

    private static String at(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private boolean isReady() {
        return ready.get() && database.there();
    }

    /** Puts the accounts, domains and webhooks of {@code other} in force from the next request on; logs what needs a restart. */
    void reload(Config other) {
        live.set(Live.of(config, other));
        log.info(
                "reloaded: {} users, {} projects, {} domains",
                other.accounts().logins().size(),
                other.accounts().projects().size(),
                live.get().domains().size());
        courier.foresee();
        sayUnusedWebhooks(other);
        Live.laggards(config, other)
                .forEach(key -> log.warn("{} has changed; this takes effect at the next start", key));
    }

    /** Accepts no more requests and claims no more fills; those under way end or are given back. */
    @Override
    public void close() {
        ready.set(false);
        watches.close();
        server.stop(REQUESTS_END);
        courier.close();
        withdrawing.close();
        upkeep.close();
        workers.drain(FILLS_END);
        company.close();
        filler.close();
        database.close();
        metrics.close();
    }

    private void wake() {
        workers.wake();
    }

    private void share(List<Set<String>> living, Throttle throttle) {
        workers.share(living);
        throttle.share(living.size());
    }

    private void withdraw() {
        int stopped = withdrawals.carryOut();
        metrics.withdrawn(stopped);
        if (stopped > 0) {
            log.info("stopped {} fills of URLs that no published asset has any more", stopped);
        }
    }

    private static void sayUnusedWebhooks(Config config) {
        for (var webhook : config.webhooks().all()) {
            if (config.delivery().domains().stream()
                    .noneMatch(domain -> domain.enabled() && domain.project().equals(webhook.project()))) {
                log.warn(
                        "webhook {} will receive nothing: its project {} has no enabled delivery domain, and so no"
                                + " tasks",
                        webhook.place(),
                        webhook.project());
            }
        }
    }
}
