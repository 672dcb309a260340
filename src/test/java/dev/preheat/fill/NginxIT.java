package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Nginx.OriginOption;
import dev.preheat.testing.Nginx.Seen;
import dev.preheat.testing.Player;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.Title;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fills and proofs on Debian's nginx, as edge and as origin. */
class NginxIT {
    private static final String HOST = "cdn.example.com";
    private static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");
    private static final TestClock CLOCK = TestClock.at("2026-11-22T10:00:00Z");
    private static final int MOVIE_BYTES = 50_000_000;
    private static final byte[] BODY = new byte[300_000];
    private static final String FILE = "/asset/a/play_video/movie.mp4";

    /** What the fill of one object may cost us: a few answers without a body. */
    private static final long BODYLESS = 2_500;

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource
    void afterTheProofATitleCausesNoRequestAtTheOrigin(Title.Container container) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(container, 20, 200_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            var proved = proved(fill(edge, title.path(), Optional.of(origin.uri())));
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertThat(proved.proof().freshUntil()).contains(CLOCK.instant().plus(Duration.ofHours(1)));
            assertThat(proved.progress().objectsDone()).isEqualTo(title.paths().size());
            assertThat(proved.progress().objectsKnown()).isEqualTo(title.paths().size());
            assertThat(proved.progress().bytesDone()).isEqualTo(bytes(title));
            assertThat(proved.progress().bytesReceived())
                    .isLessThan(BODYLESS * title.paths().size());
        }
    }

    @Test
    void aFiftyMegabyteFileIsProvedForAFewHeaders() throws Exception {
        var title = Title.mp4(docroot, "a", MOVIE_BYTES);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            var proved = proved(fill(edge, title.path(), Optional.of(origin.uri())));
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertThat(proved.progress().bytesDone()).isEqualTo(MOVIE_BYTES);
            assertThat(proved.progress().bytesReceived()).isLessThan(BODYLESS);
        }
    }

    @Test
    void aPlaylistThatVariesIsProvedForEveryAcceptEncoding() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 20, 10_000));
        try (var origin = Nginx.origin(docroot, OriginOption.GZIP_PLAYLISTS);
                var edge = Nginx.edge(origin.uri())) {
            proved(fill(edge, title.path(), Optional.of(origin.uri())));

            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
            for (var encodings : Walk.ENCODINGS) {
                assertPlayedFromTheEdgeAlone(title, edge, origin, encodings);
            }
        }
    }

    @Test
    void anEdgeThatKeepsOneCopyForAllIsFilledOnce() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 20, 10_000));
        try (var origin = Nginx.origin(docroot, OriginOption.GZIP_PLAYLISTS);
                var edge = Nginx.edge(origin.uri(), EdgeOption.ONE_COPY_FOR_ALL_ENCODINGS)) {
            proved(fill(edge, title.path(), Optional.of(origin.uri())));

            assertEveryObjectWasFetchedOnce(title, origin.requests());
            for (var encodings : Walk.ENCODINGS) {
                assertPlayedFromTheEdgeAlone(title, edge, origin, encodings);
            }
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("404", Behaviour.status(404), FailureClass.ORIGIN_ERROR),
                Arguments.of("500", Behaviour.status(500), FailureClass.ORIGIN_ERROR),
                Arguments.of("503", Behaviour.status(503), FailureClass.ORIGIN_ERROR),
                Arguments.of("redirect", Behaviour.redirect("/elsewhere"), FailureClass.ORIGIN_ERROR),
                Arguments.of("reset", Behaviour.resetAtOnce(), FailureClass.ORIGIN_ERROR),
                Arguments.of("huge headers", Behaviour.hugeHeaders(BODY), FailureClass.ORIGIN_ERROR),
                Arguments.of("truncated", Behaviour.truncated(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("truncated, chunked", Behaviour.truncatedChunked(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("stalled", Behaviour.stalled(BODY), FailureClass.ORIGIN_TRUNCATED),
                Arguments.of("silent", Behaviour.silent(), FailureClass.TIMEOUT),
                Arguments.of("garbage", Behaviour.garbage(), FailureClass.EDGE_REFUSED),
                Arguments.of("no-store", Behaviour.noStore(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("private", Behaviour.privately(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("Set-Cookie", Behaviour.setCookie(BODY), FailureClass.NOT_CACHEABLE),
                Arguments.of("Vary: *", Behaviour.varyStar(BODY), FailureClass.NOT_CACHEABLE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatIsNotStoredFailsAndSaysWhy(String name, Behaviour behaviour, FailureClass expected) throws Exception {
        try (var origin = BadOrigin.start().at(FILE, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT)) {
            var failed = failed(fill(edge, FILE, Optional.empty()));
            assertThat(failed.failure()).as(failed.reason()).isEqualTo(expected);
            assertThat(failed.reason()).as(name).contains(FILE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void norIsItProvedOnAnEdgeThatFillsWhenProbed(String name, Behaviour behaviour, FailureClass expected)
            throws Exception {
        try (var origin = BadOrigin.start().at(FILE, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT, EdgeOption.WITHOUT_PROBE)) {
            var failed = failed(fill(edge, FILE, Optional.empty()));
            assertThat(failed.failure()).as(name + ": " + failed.reason()).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void oneBadSegmentFailsTheTitle(String name, Behaviour behaviour, FailureClass expected) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 3, 10_000));
        var bad = title.paths().getLast();
        try (var origin = BadOrigin.start().serving(title).at(bad, behaviour);
                var edge = Nginx.edge(origin.uri(), EdgeOption.SHORT_READ_TIMEOUT)) {
            var failed = failed(fill(edge, title.path(), Optional.of(origin.uri())));
            assertThat(failed.failure()).as(failed.reason()).isEqualTo(expected);
            assertThat(failed.reason()).as(name).contains(bad);
        }
    }

    @Test
    void whatTheOriginHasNotNeverReachesTheEdge() throws Exception {
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            var failed = failed(fill(edge, FILE, Optional.of(origin.uri())));

            assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
            assertThat(failed.again()).isFalse();
            assertThat(edge.requests()).isEmpty();
        }
    }

    @Test
    void anOriginThatRecoversIsProvedAtTheNextAttempt() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.status(503).times(1, Behaviour.ok(BODY)));
                var edge = Nginx.edge(origin.uri())) {
            var first = failed(fill(edge, FILE, Optional.empty()));
            assertThat(first.again()).isTrue();
            proved(fill(edge, FILE, Optional.empty()));
        }
    }

    @Test
    void withoutTheFiveLinesTheProofIsTheEdgesWord() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 20, 10_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE)) {
            var proved = proved(fill(edge, title.path(), Optional.of(origin.uri())));

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.EDGE_WORD);
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void anEdgeThatFillsWhenProbedAndSaysNothingProvesNothing() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE, EdgeOption.WITHOUT_CACHE_STATUS)) {
            var failed = failed(fill(edge, title.path(), Optional.of(origin.uri())));

            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
            assertThat(failed.reason()).contains("docs/edges.md");
        }
    }

    @Test
    void aProbeNeedsNoWordOfTheEdge() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_CACHE_STATUS)) {
            var proved = proved(fill(edge, title.path(), Optional.of(origin.uri())));

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void anEdgeThatStoresAtTheSecondRequestIsFilledTwice() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.MIN_USES_TWO)) {
            proved(fill(edge, title.path(), Optional.of(origin.uri())));
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHOUT_LOCK", "METHOD_IN_KEY", "SCHEME_IN_KEY", "STORES_ANYTHING"})
    void commonConfigurationsAreProvedForPlayers(EdgeOption option) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 5, 500_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), option)) {
            proved(fill(edge, title.path(), Optional.of(origin.uri())));
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void anEdgeThatNeverStoresIsNeverProved() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_BUFFERING)) {
            var failed = failed(fill(edge, title.path(), Optional.of(origin.uri())));
            assertThat(failed.failure()).isEqualTo(FailureClass.NOT_STORED);
        }
    }

    @Test
    void aSlowOriginIsWaitedFor() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.slow(BODY, Duration.ofSeconds(2)));
                var edge = Nginx.edge(origin.uri())) {
            proved(fill(edge, FILE, Optional.empty()));
            assertThat(origin.count(FILE)).isEqualTo(1);
        }
    }

    @Test
    void manyFillsOfOneUrlAskTheOriginOnceEvenWithoutALock() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.slow(BODY, Duration.ofMillis(500)));
                var nginx = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_LOCK);
                var filler = filler(Optional.empty());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<FillOutcome> fill = () -> filler.fill(aFill(FILE), edge(nginx), new Tally());
            for (var outcome : threads.invokeAll(List.of(fill, fill, fill))) {
                proved(outcome.get());
            }
            assertThat(origin.count(FILE)).isEqualTo(1);
        }
    }

    @Test
    void aDeadEdgeIsUnreachableAndTriedAgain() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            edge.kill();
            var failed = failed(fill(edge, title.path(), Optional.of(origin.uri())));
            assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
            assertThat(failed.again()).isTrue();

            edge.restart();
            proved(fill(edge, title.path(), Optional.of(origin.uri())));
        }
    }

    static Stream<Arguments> storable() {
        return Stream.of(
                Arguments.of("chunked", Behaviour.chunked(new byte[1_000]), 1_000),
                Arguments.of("empty", Behaviour.ok(new byte[0]), 0),
                Arguments.of("one byte", Behaviour.ok(new byte[1]), 1),
                Arguments.of("no validator", Behaviour.slow(BODY, Duration.ZERO), BODY.length),
                Arguments.of("no ranges", Behaviour.ok(BODY, "Accept-Ranges: none"), BODY.length),
                Arguments.of("no Cache-Control", Behaviour.ok(BODY, "Cache-Control: public"), BODY.length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("storable")
    void whatCanBeStoredIsProvedWithItsLength(String name, Behaviour behaviour, int length) throws Exception {
        try (var origin = BadOrigin.start().at(FILE + "?auth=a%2Fb", behaviour);
                var edge = Nginx.edge(origin.uri())) {
            var proved = proved(fill(edge, FILE + "?auth=a%2Fb", Optional.of(origin.uri())));
            assertThat(proved.progress().bytesDone()).as(name).isEqualTo(length);
            assertThat(proved.progress().bytesReceived()).isLessThan(BODYLESS);
            assertThat(origin.count("GET", FILE + "?auth=a%2Fb")).isEqualTo(1);
        }
    }

    @Test
    void anEdgeThatDiesInTheMiddleIsFilledAgain() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 10, 10_000));
        try (var origin = BadOrigin.start().serving(title);
                var edge = Nginx.edge(origin.uri());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            title.paths().stream()
                    .filter(path -> path.endsWith(".ts"))
                    .forEach(path -> origin.at(path, Behaviour.slow(title.bytes(path), Duration.ofSeconds(2))));
            var first = threads.submit(() -> fill(edge, title.path(), Optional.of(origin.uri())));
            Awaits.await(
                    "segments are under way",
                    Duration.ofSeconds(20),
                    () -> origin.requests().size() > 8);
            edge.kill();
            assertThat(failed(first.get()).failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);

            edge.restart();
            proved(fill(edge, title.path(), Optional.of(origin.uri())));
            int asked = origin.requests().size();
            Player.at(edge.uri(), HOST).play(title);
            assertThat(origin.requests()).hasSize(asked);
        }
    }

    private static FillOutcome fill(Nginx nginx, String path, Optional<URI> origin) throws InterruptedException {
        try (var filler = filler(origin)) {
            return filler.fill(aFill(path), edge(nginx), new Tally());
        }
    }

    private static Filler filler(Optional<URI> origin) {
        var domain = new DeliveryDomain(HOST, PROJECT, true, origin);
        return new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domain)), CLOCK);
    }

    private static Fill aFill(String path) {
        var url = StreamingUrl.parse("http://" + HOST + path).orElseThrow();
        return new Fill(TaskId.next(CLOCK.instant()), 0, PROJECT, url, new EdgeName("sg-1"), 1, 1);
    }

    private static Edge edge(Nginx nginx) {
        return new Edge(new EdgeName("sg-1"), nginx.uri(), Edge.Software.NGINX, "");
    }

    private static Proved proved(FillOutcome outcome) {
        assertThat(outcome).isInstanceOf(Proved.class);
        return (Proved) outcome;
    }

    private static Failed failed(FillOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    private static void assertEveryObjectWasFetchedOnce(Title title, List<Seen> atOrigin) {
        for (var path : title.paths()) {
            assertThat(atOrigin)
                    .filteredOn(
                            seen -> seen.method().equals("GET") && seen.uri().equals(path))
                    .hasSize(1);
        }
    }

    private static void assertPlayedFromTheEdgeAlone(Title title, Nginx edge, Nginx origin, String encodings) {
        int before = origin.requests().size();
        Player.at(edge.uri(), HOST).accepting(encodings).play(title);
        assertThat(origin.requests()).hasSize(before);
    }

    private static long bytes(Title title) {
        return title.paths().stream()
                .mapToLong(path -> title.bytes(path).length)
                .sum();
    }
}
