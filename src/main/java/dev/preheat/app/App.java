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
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillWorkers;
import dev.preheat.fill.Filler;
import dev.preheat.fill.Territory;
import dev.preheat.operation.Audit;
import dev.preheat.operation.Repeats;
import dev.preheat.own.TaskWatches;
import dev.preheat.own.WebhookBody;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.SetBack;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskList;
import dev.preheat.preheat.Webhook;
import dev.preheat.server.Listener;
import dev.preheat.server.Server;
import dev.preheat.sql.Database;
import dev.preheat.upkeep.Expiry;
import dev.preheat.upkeep.Orphans;
import dev.preheat.upkeep.Processes;
import dev.preheat.upkeep.StoreFigures;
import dev.preheat.webhook.Courier;
import dev.preheat.webhook.WebhookQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: every object built once, in the order a request meets them. */
public final class App implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final Duration REQUESTS_END = Duration.ofSeconds(5);
    private static final Duration FILLS_END = Duration.ofSeconds(20);
    private static final Duration WITHDRAWALS = Duration.ofMillis(500);
    private static final Duration SET_BACK = Duration.ofMinutes(1);
    private static final Duration ORPHANS = Duration.ofMinutes(1);

    private final AtomicBoolean ready = new AtomicBoolean();
    private final Config config;
    private final AtomicReference<Live> live;
    private final Database database;
    private final TaskWatches watches;
    private final Server server;
    private final FillWorkers workers;
    private final Filler filler;
    private final Courier courier;
    private final Retention retention;
    private final Rounds withdrawals;
    private final Rounds orphans;
    private final Rounds setBack;
    private final Metrics metrics = new Metrics();
    private final Scrape scrape;
    private final Company company;

    /** Why the service cannot start, for a person. */
    static class CannotStart extends Exception {
        CannotStart(String message) {
            super(message);
        }
    }

    private App(Config config, Database database, InstantSource clock) throws CannotStart {
        this.config = config;
        this.database = database;
        this.live = new AtomicReference<>(Live.of(config, config));
        var domains = new DeliveryDomains(() -> live.get().domains());
        var edges = config.delivery().edges();
        var time = database.clock(clock);

        // filling and proving; the two meet in the task store alone
        var tree = Edge.tree(edges);
        filler = checked(new Filler(config.fill(), domains, clock), edges);
        Supplier<List<Webhook>> webhooks = () -> live.get().webhooks().all();
        var notices = new Notices(webhooks, time);
        var queue = resumed(new FillQueue(database, tree, notices, time));
        var regions = config.delivery().regions();
        workers = new FillWorkers(queue, filler, edges, config.fill(), time, new Territory(regions), metrics::ended);

        // accepting
        var throttle = new Throttle(config.gate().throttle(), clock);
        var assets = new AssetStore(database);
        var tasks = new TaskStore(database, tree, config.quota(), time, workers::wake);
        var preheater = new Preheater(domains, assets, tasks);
        watches = new TaskWatches(tasks::find, TaskWatches.MOST_WATCHERS);
        var control = new TaskControl(database, tree, notices, time, metrics::cancelled);
        var publisher = new Publisher(database, assets, preheater, room(config), time);
        var iam = Iam.of(() -> live.get().directory(), TokenKey.of(config.store(), database), clock);
        var repeats = new Repeats(new RecordedAnswers(database, RecordedAnswers.Limits.DEFAULT), clock);
        var api = new Api(gate(iam, throttle, clock), new Probes(this::isReady, this::metrics), repeats, clock)
                .preheating(preheater, tasks)
                .estimate(preheater, new QuotaBook(database, config.quota(), time), filler.estimator(edges)::estimate)
                .assets(assets, new AssetSearch(database), publisher, domains)
                .tasks(tasks, new TaskList(database), watches)
                .control(tasks, control, preheater)
                .edges(workers::standings)
                .iam(iam);

        // telling
        courier = courier(webhooks, time);

        retention = retention(time);
        setBack = new Rounds("what waits too long", SET_BACK, () -> mend(new SetBack(database, time)));

        withdrawals = rounds(new Withdrawals(database, assets, tree, notices, time));

        orphans = new Rounds("edges that are gone", ORPHANS, new Orphans(database, tree, notices, time)::end);
        scrape = scrape(config, time);

        company = new Company(new Processes(database, regions, tree, time), living -> share(living, throttle));
        server = listen(config, api);
    }

    private static Publisher.Room room(Config config) {
        return new Publisher.Room(config.quota().streamingUrls());
    }

    private Gate gate(Iam iam, Throttle throttle, InstantSource clock) {
        var audit = new Audit(clock, metrics::answered);
        return new Gate(iam, throttle, new AtOnce(AtOnce.Limits.DEFAULT), audit, clock);
    }

    private Courier courier(Supplier<List<Webhook>> webhooks, InstantSource time) {
        var told = new Courier.Settings(webhooks, () -> live.get().webhooks().allowPrivate());
        return new Courier(new WebhookQueue(database, time), told, WebhookBody::of, time);
    }

    private Retention retention(InstantSource time) {
        var expiry = new Expiry(database, config.quota(), time);
        return new Retention(expiry, Duration.ofDays(config.retentionDays()), new Leap(time, System::nanoTime));
    }

    private void share(List<Set<String>> living, Throttle throttle) {
        workers.share(living);
        throttle.share(living.size());
    }

    private static void mend(SetBack setBack) {
        int mended = setBack.mend();
        if (mended > 0) {
            log.warn("the clock was set back: {} fills waited for a time that is far ahead now, and go on", mended);
        }
    }

    private static FillQueue resumed(FillQueue queue) {
        int left = queue.resume();
        if (left > 0) {
            log.info("going on with {} fills that were under way when the last process ended", left);
        }
        return queue;
    }

    /** Starts everything; requests are accepted when this returns. */
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
            app.retention.start();
            app.withdrawals.start();
            app.orphans.start();
            app.setBack.start();
            app.ready.set(true);
            return app;
        } catch (CannotStart | RuntimeException failed) {
            database.close();
            throw failed;
        }
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

    /** Where it listens. */
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

    /** Puts accounts and domains of {@code other} in force, from the next request on; says what else needs a restart. */
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
                .forEach(key -> log.warn("{} has changed: that takes effect at the next start", key));
    }

    /** Takes no more requests and no more fills; what is under way ends or is given back. */
    @Override
    public void close() {
        ready.set(false);
        watches.close();
        server.stop(REQUESTS_END);
        courier.close();
        retention.close();
        withdrawals.close();
        orphans.close();
        setBack.close();
        workers.drain(FILLS_END);
        company.close();
        filler.close();
        database.close();
        metrics.close();
    }

    private String metrics() {
        return scrape.text();
    }

    private Scrape scrape(Config config, InstantSource clock) {
        metrics.gauge("preheat.store.writes.waiting", "Writes that wait for the next transaction", database::waiting);
        metrics.gauge("preheat.quota.limit", "What an account may preheat a day", config.quota()::assetsPerDay);
        metrics.gauge("preheat.fills.running", "Fills under way in this process", workers::underWay);
        var figures = new StoreFigures(database, config.quota(), clock);
        return new Scrape(
                metrics, figures, new Scrape.Paces(workers::standings, filler::edges, filler::origins), clock);
    }

    private Rounds rounds(Withdrawals lost) {
        return new Rounds("withdrawals", WITHDRAWALS, () -> stop(lost));
    }

    private void stop(Withdrawals lost) {
        int stopped = lost.carryOut();
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
                        "the webhook {} is not going to be told anything: its project {} has no delivery domain that is"
                                + " enabled, and so no tasks",
                        webhook.place(),
                        webhook.project());
            }
        }
    }

    private static Server listen(Config config, Api api) throws CannotStart {
        try {
            var gate = config.gate();
            var listener = new Listener(config.listen(), gate.limits(), gate.tls());
            return Server.start(listener, gate.proxies().before(api.routes()), api.refusal());
        } catch (IOException broken) {
            var at = at(config.listen().getHostString(), config.listen().getPort());
            throw new CannotStart("cannot listen at " + at + ": " + rootOf(broken));
        }
    }

    static String rootOf(Throwable failure) {
        var root = failure;
        for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return Optional.ofNullable(root.getMessage())
                .or(() -> Optional.ofNullable(failure.getMessage()))
                .orElse("nothing more is known");
    }
}
