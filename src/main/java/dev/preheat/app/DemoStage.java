package dev.preheat.app;

import dev.preheat.api.Throttle;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.cli.ApiClient;
import dev.preheat.config.Config;
import dev.preheat.demo.DemoEdge;
import dev.preheat.demo.DemoNginx;
import dev.preheat.demo.DemoOrigin;
import dev.preheat.demo.DemoTitle;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.preheat.EdgeName;
import dev.preheat.server.TrustedProxies;
import dev.preheat.signing.AccessKey;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.tenancy.User;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the demo plays on, on loopback: an origin, the edge to be preheated, one left cold, and the service. */
final class DemoStage implements AutoCloseable {
    static final String DOMAIN = "cdn.example.com";
    static final String ASSET = "f488337c31c8e4622f1590735b134c65";

    private static final Logger log = LoggerFactory.getLogger(DemoStage.class);

    final DemoTitle title = DemoTitle.load();
    final DemoOrigin origin;
    final InetSocketAddress edge;
    final InetSocketAddress coldEdge;
    final String edgeKind;
    final App app;
    final ApiClient.Access access;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private DemoStage(boolean nginx) throws IOException, CannotStart {
        var data = Files.createTempDirectory("preheat-demo");
        edgeKind = nginx
                ? "nginx, as docs/edges.md configures it; empty"
                : "the RFC 9111 cache of Apache HttpClient; empty";
        open.push(() -> delete(data));
        origin = opened(new DemoOrigin(title, DemoOrigin.FAR_AWAY));
        edge = edge(nginx, data.resolve("edge"));
        coldEdge = edge(nginx, data.resolve("cold"));
        var project = new Project(new ProjectId(FirstStart.newProjectId()), "demo", new AccountName("demo"));
        var key = new AccessKey(
                FirstStart.newAccessKey(), FirstStart.newSecret(), new User("demo", project.account(), true));
        app = opened(App.start(config(nginx, data, project, key), InstantSource.system()));
        access = new ApiClient.Access(app.address(), project.id().value(), key.id(), key.secret());
    }

    static DemoStage build(boolean nginx) throws IOException, CannotStart {
        return new DemoStage(nginx);
    }

    /** The files' address before their path, as a viewer asks for them. */
    static String base() {
        return "asset/" + ASSET + "/";
    }

    static String url(String path) {
        return "http://" + DOMAIN + "/" + base() + path;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception broken) {
                log.warn("the demo's stage did not come down cleanly", broken);
            }
        }
    }

    private InetSocketAddress edge(boolean nginx, Path directory) throws IOException, CannotStart {
        if (!nginx) {
            return opened(new DemoEdge(origin.address())).address();
        }
        var program = DemoNginx.program()
                .orElseThrow(
                        () -> new CannotStart(
                                "no nginx is installed here (Debian, Ubuntu: apt install nginx-light); without --edge nginx none is needed"));
        return opened(new DemoNginx(program, directory, origin.address())).address();
    }

    private Config config(boolean nginx, Path data, Project project, AccessKey key) {
        var domain = new DeliveryDomain(DOMAIN, project.id(), true, Optional.of(http(origin.address())));
        var software = nginx ? Edge.Software.NGINX : Edge.Software.GENERIC;
        return new Config(
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                new Store.Sqlite(data.resolve("preheat.db")),
                new Quota(1_000, ZoneOffset.UTC),
                new Config.Accounts(List.of(project), List.of(key), List.of()),
                new Config.Delivery(
                        List.of(domain), List.of(new Edge(new EdgeName("demo-edge"), http(edge), software, ""))),
                FillLimits.DEFAULT,
                30,
                new Config.Gate(
                        Throttle.Limits.OFF, Optional.empty(), Config.Gate.DEFAULT.limits(), TrustedProxies.NONE),
                Config.Webhooks.NONE);
    }

    private static URI http(InetSocketAddress address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    private <T extends AutoCloseable> T opened(T thing) {
        open.push(thing);
        return thing;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
