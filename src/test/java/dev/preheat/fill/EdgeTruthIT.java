package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Edge;
import dev.preheat.http.Response;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.Proof;
import dev.preheat.server.Listener;
import dev.preheat.server.Server;
import dev.preheat.server.TlsFiles;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Player;
import dev.preheat.testing.Squid;
import dev.preheat.testing.Title;
import dev.preheat.testing.TrafficServer;
import dev.preheat.testing.Varnish;
import dev.preheat.testing.Visitor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Edges that are not as configured, or not all of one kind: what is called proved is there all the same. */
class EdgeTruthIT {
    private static final String PLAYER = "https://player.example.com";
    private static final byte[] BODY = new byte[200_000];

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX", "VARNISH", "TRAFFICSERVER", "SQUID"})
    void everyKindOfViewerFindsACopyOfHisOwn(EdgeKind kind) throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.ok(BODY, "Vary: Origin"));
                var edge = kind.before(origin.uri())) {
            var fills = EdgeFills.into(kind.at(edge.uri()));
            assertThat(EdgeFills.word(fills.fill("/a.ts"))).isEqualTo("not_cacheable");
            var proved = (Proved) fills.viewer("Origin", PLAYER).fill("/a.ts");
            assertThat(proved.progress().objectsDone()).isEqualTo(2);
            int asked = origin.requests().size();

            assertThat(Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts").status())
                    .isEqualTo(200);
            assertThat(Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts", "Origin: " + PLAYER)
                            .status())
                    .isEqualTo(200);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    @Test
    void aSquidThatKeepsOneCopyOfWhatVariesIsNotProved() throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.ok(BODY, "Vary: Origin"));
                var edge = Squid.edge(origin.uri(), Squid.Option.COLLAPSING)) {
            var failed = NginxFills.failed(EdgeFills.into(EdgeKind.SQUID.at(edge.uri()))
                    .viewer("Origin", PLAYER)
                    .fill("/a.ts"));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason()).contains("one copy of what varies");
        }
    }

    @Test
    void aFileWithItsEndsInSlicesThatNobodyToldOfIsNotProved() throws Exception {
        var title = Title.mp4(docroot, "a", 5_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.sliced(origin.uri())) {
            Visitor.get(edge.uri(), NginxFills.HOST, title.path(), "Range: bytes=-1");
            var failed = NginxFills.failed(
                    EdgeFills.into(EdgeKind.NGINX.at(edge.uri())).fill(title.path()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason()).contains("in slices").contains("`slice`");
        }
    }

    @ParameterizedTest
    @CsvSource({"3145728", "524288", "1000000"})
    void aSliceOfAnotherSizeThanConfiguredCostsBytesAndNoTruth(long configured) throws Exception {
        var title = Title.mp4(docroot, "a", 9_500_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.sliced(origin.uri())) {
            var plain = EdgeKind.NGINX.at(edge.uri());
            var wrong = new Edge(
                    plain.name(),
                    plain.address(),
                    Optional.empty(),
                    plain.software(),
                    OptionalLong.of(configured),
                    Optional.empty(),
                    "");
            NginxFills.proved(EdgeFills.into(wrong).fill(title.path()));
            int asked = origin.requests().size();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    @Test
    void whatTrafficServerHasNoTimeToWriteIsFilledAgain() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 100, 500_000));
        try (var origin = Nginx.origin(docroot);
                var edge = TrafficServer.edge(origin.uri(), TrafficServer.Option.DEFAULT_BACKLOG)) {
            NginxFills.proved(
                    EdgeFills.into(EdgeKind.TRAFFICSERVER.at(edge.uri())).fill(title.path()));
            int asked = origin.requests().size();
            System.out.println("Traffic Server with its backlog as shipped: " + asked + " requests for "
                    + title.paths().size() + " objects");
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    @Test
    void aTitleThatPushesOutItsOwnBeginningIsNotProved() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 200, 50_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Varnish.edge(origin.uri(), Varnish.Option.SMALL_STORE)) {
            var failed = NginxFills.failed(
                    EdgeFills.into(EdgeKind.VARNISH.at(edge.uri())).fill(title.path()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason()).contains("too small for the title");
        }
    }

    @Test
    void aFillThatOutlastsTheLockIsProvedWhenItIsWholeAndNotBefore() throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.slow(BODY, Duration.ofSeconds(4)));
                var edge = Nginx.edge(origin.uri(), Nginx.EdgeOption.SHORT_LOCK);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var viewer = threads.submit(() -> Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts"));
            Awaits.await(
                    "a viewer's fill is under way", Duration.ofSeconds(20), () -> origin.count("GET", "/a.ts") == 1);
            var outcome = EdgeFills.into(EdgeKind.NGINX.at(edge.uri())).fill("/a.ts");
            assertThat(viewer.get().body()).isEqualTo(BODY);
            int asked = origin.requests().size();
            if (outcome instanceof Proved) {
                assertThat(Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts").body())
                        .isEqualTo(BODY);
                assertThat(origin.requests()).hasSize(asked);
            } else {
                assertThat(NginxFills.failed(outcome).again()).isTrue();
            }
        }
    }

    @Test
    void aVarnishThatFillsWhenProbedIsProvedByItsOwnWord() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 3, 50_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Varnish.edge(origin.uri(), Varnish.Option.WITHOUT_PROBE, Varnish.Option.WITHOUT_X_CACHE)) {
            var proved = NginxFills.proved(
                    EdgeFills.into(EdgeKind.VARNISH.at(edge.uri())).fill(title.path()));
            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.EDGE_WORD);
            int asked = origin.requests().size();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX_SLICE", "VARNISH", "TRAFFICSERVER", "SQUID"})
    void aShieldsWordThatIsReplayedMisleadsNobody(EdgeKind kind) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 3, 50_000));
        try (var origin = Nginx.origin(docroot);
                var shield = Nginx.edge(origin.uri());
                var edge = kind.before(shield.uri())) {
            var proved = NginxFills.proved(EdgeFills.into(kind.at(edge.uri())).fill(title.path()));
            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            shield.kill();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, proved", "3, origin_truncated"})
    void aProbeThatIsCutOffIsAskedOnceMore(int cutUpTo, String word) throws Exception {
        var hit = "X-Cache: HIT from squid";
        var cut = Behaviour.withoutItsBody(BODY, hit).times(cutUpTo, Behaviour.ok(BODY, hit));
        try (var edge = BadOrigin.start().at("/a.ts", Behaviour.ok(BODY, hit).times(1, cut))) {
            assertThat(EdgeFills.word(
                            EdgeFills.into(EdgeKind.SQUID.at(edge.uri())).fill("/a.ts")))
                    .isEqualTo(word);
        }
    }

    @ParameterizedTest
    @CsvSource({"403, edge_refused", "421, edge_refused", "429, origin_error", "418, origin_error"})
    void anEdgeThatDoesNotServeTheHostIsNotProved(int status, String word) throws Exception {
        try (var edge = BadOrigin.start().at("/a.ts", Behaviour.status(status))) {
            assertThat(EdgeFills.word(
                            EdgeFills.into(EdgeKind.VARNISH.at(edge.uri())).fill("/a.ts")))
                    .isEqualTo(word);
        }
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void anEdgeThatSpeaksNoHttpIsNotProved(EdgeKind kind) throws Exception {
        try (var edge = BadOrigin.start().at("/a.ts", Behaviour.garbage())) {
            assertThat(EdgeFills.word(EdgeFills.into(kind.at(edge.uri())).fill("/a.ts")))
                    .isEqualTo("edge_refused");
        }
    }

    @Test
    void anEdgeThatCannotShowItsNameIsNotProved() throws Exception {
        Certificates.write(docroot, "one", "EC");
        var files = new TlsFiles(docroot.resolve("certificate.pem"), docroot.resolve("key.pem"));
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var limits = new Listener.Limits(0, 10, Duration.ofSeconds(5));
        try (var server = Server.start(
                new Listener(anywhere, limits, Optional.of(files)),
                _ -> Response.text(200, "stored"),
                (status, _) -> Response.empty(status))) {
            var edge = EdgeKind.VARNISH.at(URI.create("https://127.0.0.1:" + server.port()));
            var failed = NginxFills.failed(EdgeFills.into(edge).fill("/a.ts"));
            assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
            assertThat(failed.again()).as("a certificate does not mend itself").isFalse();
        }
    }

    @Test
    void aSquidAsShippedIsReadWholeFromThenOn() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 40, 20_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Squid.edge(origin.uri(), Squid.Option.AS_SHIPPED);
                var filler = EdgeFills.into(EdgeKind.SQUID.at(edge.uri())).filler()) {
            var entry = EdgeKind.SQUID.at(edge.uri());
            NginxFills.proved(filler.fill(NginxFills.aFill(title.path()), entry, new Tally()));
            int ranges = (int) origin.requests().stream()
                    .filter(seen -> !seen.range().equals("-"))
                    .count();
            assertThat(ranges).as("asked in part before it was known").isLessThan(10);
        }
    }
}
