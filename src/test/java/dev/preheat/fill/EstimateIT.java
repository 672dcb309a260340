package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.OWNER;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.UrlEstimate;
import dev.preheat.accept.UrlEstimate.Known;
import dev.preheat.accept.UrlEstimate.Unknown;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillRecord.Failure;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an estimate says, beside what the fill of the same title into a real nginx then comes to. */
class EstimateIT {
    private static final Project ACME = new Project(PROJECT, "cn-north-4", OWNER.account());

    @TempDir
    Path docroot;

    @Test
    void aSmallTitleIsEstimatedExactlyAndNothingIsStored() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 8, 20_000));
        try (var origin = BadOrigin.start().serving(title);
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            var known = known(estimate(filler, nginx, title.path()));
            var filled = proved(filler.fill(NginxFills.aFill(title.path()), edge(nginx), new Tally()))
                    .progress();
            assertThat(known.exact()).isTrue();
            assertThat(known.objects()).isEqualTo(filled.objectsDone());
            assertThat(known.bytes()).contains(filled.bytesDone());
            assertThat(known.failure()).isEmpty();
            assertThat(known.seconds()).isEqualTo(filled.play().secondsKnown());
            assertThat(known.expected()).isPositive();
            assertThat(origin.count("GET", title.paths().getLast())).isEqualTo(1);
        }
    }

    @Test
    void aLongTitleIsEstimatedFromSomeOfItsObjects() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            origin.at("/i.m3u8", media(300));
            IntStream.range(0, 300).forEach(n -> origin.at("/" + n + ".ts", Behaviour.ok(new byte[1_000 + n])));
            var known = known(estimate(filler, nginx, "/i.m3u8"));
            assertThat(known.exact()).isFalse();
            assertThat(known.objects()).isEqualTo(301);
            assertThat(known.bytes().orElse(0L)).isBetween(330_000L, 360_000L);
            assertThat(known.seconds()).isEqualTo(1_800);
            assertThat(origin.requests()).hasSizeLessThan(70);
        }
    }

    @Test
    void whatTheDomainLeavesOutIsNotCounted() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, new TitlePart(12, 0, 0, List.of(), List.of())))) {
            origin.at("/i.m3u8", media(5));
            IntStream.range(0, 5).forEach(n -> origin.at("/" + n + ".ts", Behaviour.ok(new byte[1_000])));
            var known = known(estimate(filler, nginx, "/i.m3u8"));
            assertThat(known.objects()).isEqualTo(3);
            assertThat(known.seconds()).isEqualTo(12);
            assertThat(known.omitted().leftOut()).isEqualTo(3);
        }
    }

    @Test
    void aTitleOverTheLimitSaysHowLargeItIs() throws Exception {
        try (var origin = BadOrigin.start().at("/i.m3u8", media(123_456));
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            var known = known(estimate(filler, nginx, "/i.m3u8"));
            assertThat(known.objects()).isEqualTo(123_457);
            assertThat(known.exact()).isFalse();
            assertThat(known.failure())
                    .contains(new Failure(
                            FailureClass.TOO_LARGE,
                            "the title has at least 123,457 objects, and one may have 100,000"));
        }
    }

    @Test
    void playlistsThatAreTooMuchTogetherAreCountedInLittleMemory() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            int playlists = 12;
            origin.at("/title.m3u8", variants(playlists));
            for (int n = 0; n < playlists; n++) {
                origin.at("/" + n + ".m3u8", media(n + "-", 30_000));
            }
            var known = known(estimate(filler, nginx, "/title.m3u8"));
            assertThat(known.objects()).isEqualTo(1 + playlists + playlists * 30_000);
            assertThat(known.exact()).isFalse();
            assertThat(known.failure())
                    .contains(new Failure(
                            FailureClass.TOO_LARGE,
                            "the title has at least 360,013 objects, and one may have 100,000"));
        }
    }

    @Test
    void aPlaylistThatIsNestedTooDeepIsSaidToFail() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            for (int n = 0; n < 5; n++) {
                origin.at("/" + n + ".m3u8", variants(1, n + 1));
            }
            var known = known(estimate(filler, nginx, "/0.m3u8"));
            assertThat(known.exact()).isFalse();
            assertThat(known.failure())
                    .contains(new Failure(
                            FailureClass.MANIFEST_INVALID,
                            "http://cdn.example.com/4.m3u8 is a manifest nested more than 3 deep"));
        }
    }

    @Test
    void anEstimateThatLeadsToAPlaylistWithoutItsNameIsNotExact() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            origin.at("/i.m3u8", media(2))
                    .at("/0.ts", Behaviour.ok(new byte[9]))
                    .at("/1.ts", Behaviour.ok(new byte[9], "Content-Type: audio/mpegurl"));
            assertThat(known(estimate(filler, nginx, "/i.m3u8")).exact()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405})
    void whereTheOriginAnswersNoHeadALengthIsToldByOneByte(int status) throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            var file = Behaviour.ok(new byte[100_000]).onGetElse(Behaviour.status(status));
            origin.at("/i.m3u8", media(2)).at("/0.ts", file).at("/1.ts", file).at("/film", file);
            var known = known(estimate(filler, nginx, "/i.m3u8"));
            assertThat(known.bytes().orElse(0L)).isBetween(200_000L, 200_200L);
            assertThat(known.exact()).isTrue();
            assertThat(known(estimate(filler, nginx, "/film")).bytes()).contains(100_000L);
        }
    }

    @Test
    void aLengthThatNobodyTellsIsSaidToBeUnknown() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE))) {
            var file = Behaviour.chunked(new byte[100_000]);
            origin.at("/i.m3u8", media(2)).at("/0.ts", file).at("/1.ts", file);
            var known = known(estimate(filler, nginx, "/i.m3u8"));
            assertThat(known.objects()).isEqualTo(3);
            assertThat(known.bytes()).isEmpty();
            assertThat(known.exact()).isFalse();
        }
    }

    @Test
    void whatNobodyCanTellStaysUnknownAndSaysWhy() throws Exception {
        try (var origin = BadOrigin.start()
                        .at("/gone.mp4", Behaviour.status(404))
                        .at("/no.m3u8", Behaviour.ok(new byte[9]));
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(domain(origin, TitlePart.WHOLE));
                var blind = filler()) {
            assertThat(estimate(filler, nginx, "/gone.mp4"))
                    .isEqualTo(new Unknown(
                            "http://" + HOST + "/gone.mp4",
                            "the origin answered 404 for http://cdn.example.com/gone.mp4"));
            assertThat(((Unknown) estimate(filler, nginx, "/no.m3u8")).why())
                    .isEqualTo("http://cdn.example.com/no.m3u8 is no manifest: it has neither #EXTM3U nor <MPD>");
            assertThat(((Unknown) estimate(blind, nginx, "/film.mp4")).why())
                    .isEqualTo("the domain cdn.example.com names no origin to ask");
        }
    }

    @Test
    void estimatesAtAnOriginThatIsSilentLeaveAnotherAccountItsOwn() throws Exception {
        var others = new ProjectId("fedcba9876543210fedcba9876543210");
        var globex = new Project(others, "cn-north-4", new AccountName("globex"));
        try (var silent = BadOrigin.start().at("/i.m3u8", Behaviour.silent());
                var good = BadOrigin.start().at("/i.m3u8", media(1)).at("/0.ts", Behaviour.ok(new byte[9]));
                var filler = filler(
                        domain(silent, TitlePart.WHOLE),
                        new DeliveryDomain("cdn.example.org", others, true, Optional.of(good.uri())))) {
            var estimator = filler.estimator(List.of());
            var stalled = IntStream.range(0, 8)
                    .mapToObj(_ -> Thread.ofVirtual()
                            .start(() -> estimator.estimate(
                                    ACME, List.of(StreamingUrl.stored("http://" + HOST + "/i.m3u8")))))
                    .toList();
            Awaits.await(
                    "two surveys",
                    Duration.ofSeconds(10),
                    () -> silent.requests().size() >= 2);
            var honest = estimator
                    .estimate(globex, List.of(StreamingUrl.stored("http://cdn.example.org/i.m3u8")))
                    .getFirst();
            stalled.forEach(Thread::interrupt);
            assertThat(known(honest).objects()).isEqualTo(2);
            assertThat(silent.requests()).as("surveys of one account").hasSize(2);
        }
    }

    private static UrlEstimate estimate(Filler filler, Nginx nginx, String path) {
        var url = StreamingUrl.parse("http://" + HOST + path).orElseThrow();
        return filler.estimator(List.of(edge(nginx)))
                .estimate(ACME, List.of(url))
                .getFirst();
    }

    private static Known known(UrlEstimate estimate) {
        assertThat(estimate).isInstanceOf(Known.class);
        return (Known) estimate;
    }

    private static DeliveryDomain domain(BadOrigin origin, TitlePart only) {
        return new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri()), List.of(), only);
    }

    private static Behaviour variants(int many) {
        return variants(many, 0);
    }

    private static Behaviour variants(int many, int from) {
        var text = IntStream.range(from, from + many)
                .mapToObj(n -> "#EXT-X-STREAM-INF:BANDWIDTH=1000\n" + n + ".m3u8\n")
                .collect(Collectors.joining("", "#EXTM3U\n", ""));
        return Behaviour.ok(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Behaviour media(int segments) {
        return media("", segments);
    }

    private static Behaviour media(String name, int segments) {
        var text = IntStream.range(0, segments)
                .mapToObj(n -> "#EXTINF:6,\n" + name + n + ".ts")
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n#EXT-X-ENDLIST\n"));
        return Behaviour.ok(text.getBytes(StandardCharsets.UTF_8));
    }
}
