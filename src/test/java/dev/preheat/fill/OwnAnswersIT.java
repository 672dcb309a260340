package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Edge;
import dev.preheat.pace.Limit;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.Proof;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import dev.preheat.testing.Visitor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an edge answers of itself, or cannot say at all, is not taken for its origin's. */
class OwnAnswersIT {
    private static final byte[] BODY = new byte[200_000];

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource(
            value = Nginx.EdgeOption.class,
            names = {"LIMITED_503", "LIMITED_429"})
    void anEdgeThatRefusesIsAskedMoreSlowlyUntilAllIsProved(Nginx.EdgeOption limited) throws Exception {
        var title = title(49);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), limited)) {
            var proved = NginxFills.proved(fill(edge, title.path()));
            assertThat(proved.progress().objectsDone()).isEqualTo(title.paths().size());
            assertThat(edge.errorLog()).as("it did refuse").contains("limiting requests");
            assertThat(origin.requests())
                    .allSatisfy(seen -> assertThat(seen.status()).isNotEqualTo(503));
        }
    }

    @Test
    void anEdgeWhoseDiskIsFullIsThereAndSaysSo() throws Exception {
        var title = Title.hls(docroot, "full", new Title.Hls(Title.Container.TS, 20, 100_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), Nginx.EdgeOption.DISK_OF_3_MB)) {
            var failed = NginxFills.failed(
                    EdgeFills.into(EdgeKind.NGINX.at(edge.uri())).fill(title.path()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason())
                    .contains("hangs up when it is to store it")
                    .contains("may be full");
        }
    }

    @Test
    void anEdgeThatRefusesAndSaysNothingIsToldFromItsOriginByAskingThat() throws Exception {
        var title = title(20);
        try (var origin = Nginx.origin(docroot);
                var edge =
                        Nginx.edge(origin.uri(), Nginx.EdgeOption.LIMITED_503, Nginx.EdgeOption.WITHOUT_CACHE_STATUS)) {
            NginxFills.proved(
                    EdgeFills.into(NginxFills.edge(edge)).from(origin.uri()).fill(title.path()));
        }
    }

    @Test
    void theTutorialsEdgeIsFilledAndTheLinesItNeedsAreNamed() throws Exception {
        var title = title(20);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.tutorial(origin.uri())) {
            var failed = NginxFills.failed(fill(edge, title.path()));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_PROVED);
            assertThat(failed.again()).isFalse();
            assertThat(failed.reason())
                    .startsWith("43 of 43 objects filled; this edge cannot show it")
                    .contains("only-if-cached lines")
                    .contains("X-Cache-Status");
            int asked = origin.requests().size();
            Player.at(edge.uri(), NginxFills.HOST).play(title);
            assertThat(origin.requests()).as("all is there").hasSize(asked);
        }
    }

    @Test
    void anEdgeThatIsAcceptedUnprovedSucceedsWithoutAProof() throws Exception {
        var title = title(3);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.tutorial(origin.uri())) {
            var proved = NginxFills.proved(EdgeFills.into(accepted(edge.uri())).fill(title.path()));
            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.NONE);
        }
    }

    @Test
    void whatMayNotBeStoredIsToldOfAnEdgeThatSaysNothingToo() throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.noStore(BODY));
                var edge = Nginx.tutorial(origin.uri())) {
            assertThat(EdgeFills.word(EdgeFills.into(accepted(edge.uri())).fill("/a.ts")))
                    .isEqualTo("not_cacheable");
        }
    }

    @Test
    void aStored404IsToldFromOneOfTheOrigin() throws Exception {
        try (var origin = BadOrigin.start();
                var edge = Nginx.edge(origin.uri(), Nginx.EdgeOption.STORES_404)) {
            assertThat(Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts").status())
                    .isEqualTo(404);
            origin.at("/a.ts", Behaviour.ok(BODY));
            var failed = NginxFills.failed(
                    EdgeFills.into(NginxFills.edge(edge)).from(origin.uri()).fill("/a.ts"));
            assertThat(failed.failure()).isEqualTo(FailureClass.STORED_ERROR);
            assertThat(failed.again()).isTrue();
            assertThat(failed.reason()).contains("the edge has stored a 404, the origin has the object");
        }
    }

    @Test
    void aStored404IsTriedAgainWhenItIsGone() throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.status(404, "Cache-Control: max-age=300"));
                var edge = Nginx.edge(origin.uri())) {
            assertThat(Visitor.get(edge.uri(), NginxFills.HOST, "/a.ts").status())
                    .isEqualTo(404);
            origin.at("/a.ts", Behaviour.ok(BODY));
            var failed = NginxFills.failed(
                    EdgeFills.into(NginxFills.edge(edge)).from(origin.uri()).fill("/a.ts"));
            assertThat(failed.failure()).isEqualTo(FailureClass.STORED_ERROR);
            assertThat(failed.after()).contains(Duration.ofSeconds(301));
        }
    }

    @Test
    void anEdgeThatPassesItsCacheByForAQuestionIsNamed() throws Exception {
        try (var origin = BadOrigin.start().at("/a.ts", Behaviour.ok(BODY));
                var edge = Nginx.edge(origin.uri(), Nginx.EdgeOption.BYPASSING)) {
            var failed = NginxFills.failed(fill(edge, "/a.ts"));
            assertThat(failed.reason()).contains("proxy_cache_bypass");
            assertThat(failed.again()).isFalse();
        }
    }

    private Title title(int segments) {
        return Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, segments, 20_000));
    }

    private static FillOutcome fill(Nginx edge, String path) throws InterruptedException {
        return EdgeFills.into(NginxFills.edge(edge)).fill(path);
    }

    private static Edge accepted(URI address) {
        return new Edge(
                new EdgeName("sg-1"),
                address,
                Optional.empty(),
                Edge.Software.NGINX,
                OptionalLong.empty(),
                Optional.empty(),
                new Edge.Terms("", Limit.Own.NONE, true, Optional.empty()));
    }
}
