package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.BODY;
import static dev.preheat.fill.NginxFills.BODYLESS;
import static dev.preheat.fill.NginxFills.CLOCK;
import static dev.preheat.fill.NginxFills.FILE;
import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.Proof;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Nginx.OriginOption;
import dev.preheat.testing.Nginx.Seen;
import dev.preheat.testing.Player;
import dev.preheat.testing.Title;
import dev.preheat.title.Viewers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private static final int MOVIE_BYTES = 50_000_000;

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource
    void afterTheProofATitleCausesNoRequestAtTheOrigin(Title.Container container) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(container, 20, 200_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            var proved = proved(fill(edge, title.path(), origin.uri()));
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
            var proved = proved(fill(edge, title.path(), origin.uri()));
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
            proved(fill(edge, title.path(), origin.uri()));

            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
            for (var encodings : Viewers.ENCODINGS) {
                assertPlayedFromTheEdgeAlone(title, edge, origin, encodings);
            }
        }
    }

    @Test
    void anEdgeThatKeepsOneCopyForAllIsFilledOnce() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 20, 10_000));
        try (var origin = Nginx.origin(docroot, OriginOption.GZIP_PLAYLISTS);
                var edge = Nginx.edge(origin.uri(), EdgeOption.ONE_COPY_FOR_ALL_ENCODINGS)) {
            proved(fill(edge, title.path(), origin.uri()));

            assertEveryObjectWasFetchedOnce(title, origin.requests());
            for (var encodings : Viewers.ENCODINGS) {
                assertPlayedFromTheEdgeAlone(title, edge, origin, encodings);
            }
        }
    }

    @Test
    void withoutTheFiveLinesTheProofIsTheEdgesWord() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 20, 10_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE)) {
            var proved = proved(fill(edge, title.path(), origin.uri()));

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.EDGE_WORD);
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void aProbeNeedsNoWordOfTheEdge() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_CACHE_STATUS)) {
            var proved = proved(fill(edge, title.path(), origin.uri()));

            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void anEdgeThatStoresAtTheSecondRequestIsFilledTwice() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), EdgeOption.MIN_USES_TWO)) {
            proved(fill(edge, title.path(), origin.uri()));
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WITHOUT_LOCK", "METHOD_IN_KEY", "SCHEME_IN_KEY", "STORES_ANYTHING"})
    void commonConfigurationsAreProvedForPlayers(EdgeOption option) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 5, 500_000));
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri(), option)) {
            proved(fill(edge, title.path(), origin.uri()));
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, edge, origin, "");
        }
    }

    @Test
    void aSlowOriginIsWaitedFor() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.slow(BODY, Duration.ofSeconds(2)));
                var edge = Nginx.edge(origin.uri())) {
            proved(fill(edge, FILE));
            assertThat(origin.count(FILE)).isEqualTo(1);
        }
    }

    @Test
    void manyFillsOfOneUrlAskTheOriginOnceEvenWithoutALock() throws Exception {
        try (var origin = BadOrigin.start().at(FILE, Behaviour.slow(BODY, Duration.ofMillis(500)));
                var nginx = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_LOCK);
                var filler = filler();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<FillOutcome> fill = () -> filler.fill(aFill(FILE), edge(nginx), new Tally());
            for (var outcome : threads.invokeAll(List.of(fill, fill, fill))) {
                proved(outcome.get());
            }
            assertThat(origin.count(FILE)).isEqualTo(1);
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
            var proved = proved(fill(edge, FILE + "?auth=a%2Fb", origin.uri()));
            assertThat(proved.progress().bytesDone()).as(name).isEqualTo(length);
            assertThat(proved.progress().bytesReceived()).isLessThan(BODYLESS);
            assertThat(origin.count("GET", FILE + "?auth=a%2Fb")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROBE", "EDGE_WORD"})
    void asAGenericCacheItIsFilledByAFullReadAndNotReadAgain(Proof.Kind kind) throws Exception {
        var title = Title.mp4(docroot, "a", 1_000_000);
        try (var origin = Nginx.origin(docroot);
                var nginx = kind == Proof.Kind.PROBE
                        ? Nginx.edge(origin.uri())
                        : Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE);
                var filler = filler()) {
            var generic = new Edge(new EdgeName("sg-1"), nginx.uri(), Edge.Software.GENERIC, "");
            var first = proved(filler.fill(aFill(title.path()), generic, new Tally()));
            var second = proved(filler.fill(aFill(title.path()), generic, new Tally()));

            assertThat(first.proof().kind()).isEqualTo(kind);
            assertThat(first.progress().bytesReceived()).isBetween(1_000_000L, 1_010_000L);
            assertThat(second.progress().bytesReceived() < BODYLESS).isEqualTo(kind == Proof.Kind.PROBE);
            assertEveryObjectWasFetchedOnce(title, origin.requests());
            assertPlayedFromTheEdgeAlone(title, nginx, origin, "");
        }
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
