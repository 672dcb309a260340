package dev.preheat.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/edges.md says of every software, tried on the real one with the configuration of that page. */
class CachesIT {
    private static final String HOST = "cdn.example.com";
    private static final int SIZE = 3_500_000;
    private static final int PART = 1 << 20;
    private static final String PATH = "/asset/a/play_video/seg.ts";
    private static final byte[] BODY = new byte[500_000];
    private static final String[] PROBE = {"Cache-Control: only-if-cached", "Range: bytes=-1"};
    private static final String FIRST_BYTE = "Range: bytes=0-0";

    /** What the page has a configuration for. */
    enum Software {
        NGINX("GET", "If-None-Match: *"),
        SLICED("GET", FIRST_BYTE),
        VARNISH("HEAD", "Accept: */*"),
        TRAFFIC_SERVER("GET", "If-Modified-Since: Thu, 31 Dec 2037 23:55:55 GMT"),
        SQUID("GET", FIRST_BYTE);

        private final String method;
        private final String header;

        Software(String method, String header) {
            this.method = method;
            this.header = header;
        }

        Cache before(URI origin) {
            return switch (this) {
                case NGINX -> Nginx.edge(origin);
                case SLICED -> Nginx.sliced(origin);
                case VARNISH -> Varnish.edge(origin);
                case TRAFFIC_SERVER -> TrafficServer.edge(origin);
                case SQUID -> Squid.edge(origin);
            };
        }

        /** Stores an object that is not sliced. */
        void fillOne(Visitor http) {
            http.ask(method, PATH, header);
        }

        /** Stores the whole of a file of {@link #SIZE}, and receives next to nothing of it. */
        void fill(Visitor http, String path) {
            fillHeaders().forEach(line -> http.ask(method, path, line));
        }

        /** For a file of {@link #SIZE}. */
        int originRequests() {
            return fillHeaders().size();
        }

        boolean storesOnDisk() {
            return this != VARNISH;
        }

        /** Its disk busy, it may cut off what it says of an object that it is still writing; asked again it does not. */
        boolean cutsOff() {
            return this == SQUID;
        }

        private List<String> fillHeaders() {
            return this == SLICED
                    ? LongStream.rangeClosed(0, SIZE / PART)
                            .mapToObj(part -> "Range: bytes=" + part * PART + "-" + part * PART)
                            .toList()
                    : List.of(header);
        }
    }

    @TempDir
    Path docroot;

    @ParameterizedTest
    @EnumSource
    void theSecondPlayerNeedsNoOrigin(Software software) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = software.before(origin.uri())) {
            assertServed(edge, title);
            assertThat(origin.requests()).hasSize(software.originRequests());
            assertServed(edge, title);
            assertThat(origin.requests()).hasSize(software.originRequests());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProbeOfWhatIsNotStoredIsAnswered504AndAsksNobody(Software software) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = software.before(origin.uri())) {
            assertThat(probe(edge, title.path())).isEqualTo(504);
            assertThat(probe(edge, title.path())).isEqualTo(504);
            assertThat(origin.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCheapestFillStoresTheWholeObject(Software software) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = software.before(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            software.fill(http, title.path());
            var proof = onceMoreIfCut(() -> http.ask("GET", title.path(), PROBE), edge, title.path());

            assertThat(proof.status()).isEqualTo(206);
            assertThat(proof.header("content-range")).contains("bytes 3499999-3499999/3500000");
            assertThat(http.bytesReceived()).isLessThan(1_000 * (1 + software.originRequests()));
            assertServed(edge, title);
            assertThat(origin.requests()).hasSize(software.originRequests());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProbeWaitsForTheEndOfAFill(Software software) {
        try (var origin = BadOrigin.start().at(PATH, slow());
                var edge = software.before(origin.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            software.fillOne(http);

            assertThat(software.cutsOff() ? probeOnceMoreIfCut(edge) : probe(edge, PATH))
                    .isEqualTo(206);
            assertThat(Visitor.get(edge.uri(), HOST, PATH).body()).isEqualTo(BODY);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    // Traffic Server looks five times, ten milliseconds apart, whether the first has begun: on a busy machine too
    // seldom.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQUID")
    void manyPlayersOfAColdObjectAreOneForTheOrigin(Software software) throws Exception {
        try (var origin = BadOrigin.start().at(PATH, slow());
                var edge = software.before(origin.uri())) {
            play(edge, 10);
            assertThat(origin.requests()).hasSizeLessThanOrEqualTo(software == Software.TRAFFIC_SERVER ? 4 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestartKeepsWhatIsOnDiskAndAWipeNothing(Software software) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = software.before(origin.uri())) {
            assertServed(edge, title);
            edge.restart();
            assertThat(probe(edge, title.path())).isEqualTo(software.storesOnDisk() ? 206 : 504);
            assertServed(edge, title);
            edge.wipe();
            assertThat(probe(edge, title.path())).isEqualTo(504);
            assertServed(edge, title);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKilledEdgeIsGoneUntilItIsRestarted(Software software) {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = software.before(origin.uri())) {
            edge.kill();
            assertThatThrownBy(() -> Visitor.to(edge.uri(), HOST)).isInstanceOf(UncheckedIOException.class);
            edge.restart();
            assertServed(edge, title);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFillStoresInTheEdgeAndInItsNginxShield(Software software) {
        assertBothTiersAreFilled(software, Software.NGINX);
    }

    @ParameterizedTest
    @EnumSource
    void aFillStoresInTheEdgeAndInAShieldOfItsKind(Software software) {
        assertBothTiersAreFilled(software, software);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleObjectIsNoProof(Software software) {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY, "Cache-Control: max-age=1"));
                var edge = software.before(origin.uri())) {
            Visitor.get(edge.uri(), HOST, PATH);
            if (software == Software.TRAFFIC_SERVER) {
                Awaits.await("asked again", Cache.PATIENCE, () -> probe(edge, PATH) == 206 && origin.count(PATH) > 1);
            } else {
                Awaits.await("the object is stale", Cache.PATIENCE, () -> probe(edge, PATH) == 504);
                assertThat(origin.requests()).hasSize(1);
            }
        }
    }

    @Test
    void withoutItsLinesAProbeFillsVarnish() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY));
                var edge = Varnish.edge(origin.uri(), Varnish.Option.WITHOUT_PROBE)) {
            assertThat(probe(edge, PATH)).isEqualTo(206);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void whatMayNotBeStoredLeavesTheProbeOfVarnishCold() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.noStore(BODY));
                var edge = Varnish.edge(origin.uri())) {
            Visitor.get(edge.uri(), HOST, PATH);
            assertThat(probe(edge, PATH)).isEqualTo(504);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void varnishCutsAnObjectForWhichItHasNoRoom() {
        var title = Title.mp4(docroot, "a", 20_000_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Varnish.edge(origin.uri(), Varnish.Option.SMALL_STORE)) {
            assertThatThrownBy(() -> Visitor.get(edge.uri(), HOST, title.path()))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void varnishKeepsWhatIsSilentAboutItsAge() {
        try (var origin = BadOrigin.start().at(PATH, Behaviour.ok(BODY, "Cache-Control:"));
                var edge = Varnish.edge(origin.uri())) {
            Visitor.get(edge.uri(), HOST, PATH);
            assertThat(probe(edge, PATH)).isEqualTo(206);
        }
    }

    @Test
    void withoutItsLineTrafficServerAsksTheOriginForEveryPlayer() throws Exception {
        try (var origin = BadOrigin.start().at(PATH, slow());
                var edge = TrafficServer.edge(origin.uri(), TrafficServer.Option.WITHOUT_COLLAPSING)) {
            play(edge, 10);
            assertThat(origin.requests()).hasSizeGreaterThan(4);
        }
    }

    static Stream<Function<URI, Cache>> tooSmall() {
        return Stream.of(
                origin -> TrafficServer.edge(origin, TrafficServer.Option.SMALL_DOC),
                origin -> Squid.edge(origin, Squid.Option.SMALL_OBJECT));
    }

    @ParameterizedTest
    @MethodSource("tooSmall")
    void whatIsTooLargeIsServedAndNotStored(Function<URI, Cache> edges) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = edges.apply(origin.uri())) {
            assertServed(edge, title);
            assertThat(probe(edge, title.path())).isEqualTo(504);
        }
    }

    @Test
    void asShippedSquidStoresOnlyWhatIsReadToItsEnd() {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var edge = Squid.edge(origin.uri(), Squid.Option.AS_SHIPPED)) {
            assertThat(Visitor.get(edge.uri(), HOST, title.path(), FIRST_BYTE).status())
                    .isEqualTo(206);
            assertThat(probe(edge, title.path())).isEqualTo(504);
            assertServed(edge, title);
            assertThat(probe(edge, title.path())).isEqualTo(206);
        }
    }

    private void assertBothTiersAreFilled(Software software, Software above) {
        var title = Title.mp4(docroot, "a", SIZE);
        try (var origin = Nginx.origin(docroot);
                var shield = above.before(origin.uri());
                var edge = software.before(shield.uri());
                var http = Visitor.to(edge.uri(), HOST)) {
            software.fill(http, title.path());

            assertThat(onceMoreIfCut(() -> http.ask("GET", title.path(), PROBE), edge, title.path())
                            .status())
                    .isEqualTo(206);
            assertThat(probe(shield, title.path())).isEqualTo(206);
            assertServed(edge, title);
            assertServed(shield, title);
            assertThat(origin.requests()).hasSize(above.originRequests());
        }
    }

    private static Behaviour slow() {
        return Behaviour.slow(BODY, Duration.ofSeconds(1));
    }

    private static void play(Cache edge, int players) throws Exception {
        Callable<byte[]> player = () -> Visitor.get(edge.uri(), HOST, PATH).body();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var body : threads.invokeAll(
                    Stream.generate(() -> player).limit(players).toList())) {
                assertThat(body.get()).isEqualTo(BODY);
            }
        }
    }

    private static int probe(Cache edge, String path) {
        return Visitor.get(edge.uri(), HOST, path, PROBE).status();
    }

    private static int probeOnceMoreIfCut(Cache edge) {
        return onceMoreIfCut(() -> Visitor.get(edge.uri(), HOST, PATH, PROBE), edge, PATH)
                .status();
    }

    // Squid may cut off what it says of an object that it is still writing, as docs/edges.md has it.
    private static Visitor.Answer onceMoreIfCut(Supplier<Visitor.Answer> probe, Cache edge, String path) {
        try {
            return probe.get();
        } catch (UncheckedIOException _) {
            return Visitor.get(edge.uri(), HOST, path, PROBE);
        }
    }

    private static void assertServed(Cache edge, Title title) {
        assertThat(Visitor.get(edge.uri(), HOST, title.path()).body()).isEqualTo(title.bytes(title.path()));
    }
}
