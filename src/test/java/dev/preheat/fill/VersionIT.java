package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.catalogue.Verify;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Cache;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is proved is what the origin has now: an edge that kept another version of any object is found out. */
class VersionIT {
    private static final String TITLE = "/title.m3u8";
    private static final int SEGMENTS = 6;
    private static final byte[] OLD = new byte[20_000];
    private static final byte[] NEW = new byte[20_000];
    private static final byte[] LONGER = new byte[25_000];

    static {
        NEW[0] = 1;
    }

    private final BadOrigin origin = BadOrigin.start();

    @AfterEach
    void close() {
        origin.close();
    }

    @ParameterizedTest
    @EnumSource(EdgeKind.class)
    void segmentsReplacedUnderTheSameNamesAreChanged(EdgeKind kind) throws Exception {
        try (var edge = kind.before(origin.uri())) {
            publish(OLD);
            proved(fill(kind.at(edge.uri()), TITLE));
            segment(4, LONGER);

            var failed = failed(fill(kind.at(edge.uri()), TITLE));
            assertThat(failed.failure()).isEqualTo(FailureClass.CHANGED);
            assertThat(failed.reason())
                    .startsWith(
                            "http://cdn.example.com/4.ts is another at the origin (20000 bytes in the edge and 25000 "
                                    + "at the origin): the edge holds an older version, purge it there: ");
            assertThat(failed.again()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'ETag: \"a\"', 'ETag: \"b\"', changed",
        "'Last-Modified: Mon, 02 Nov 2026 10:00:00 GMT', 'Last-Modified: Tue, 03 Nov 2026 10:00:00 GMT', changed",
        "'ETag: W/\"a\"', 'ETag: W/\"b\"', proved",
        "X-Nothing: 1, X-Nothing: 2, proved",
    })
    void aFileOfEqualLengthIsKnownByItsValidators(String before, String after, String word) throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            origin.at("/a.mp4", tagged(OLD, before));
            proved(fill(EdgeKind.NGINX.at(edge.uri()), "/a.mp4"));
            origin.at("/a.mp4", tagged(NEW, after));
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), "/a.mp4")))
                    .isEqualTo(word);
        }
    }

    @Test
    void aTitleReplacedInTheMiddleOfItsFillIsChanged() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            origin.at("/6.ts", Behaviour.slow(OLD, Duration.ofSeconds(4)).after(this::replaceAllButTheLast));
            assertThat(failed(fill(EdgeKind.NGINX.at(edge.uri()), TITLE)).failure())
                    .isEqualTo(FailureClass.CHANGED);
        }
    }

    @Test
    void oneObjectThatWasWrittenDuringTheFillMakesAllOfThemDoubtful() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            var now = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
            var written = Behaviour.ok(NEW, "Last-Modified: " + now);
            origin.at("/6.ts", Behaviour.slowly(Duration.ofMillis(500), written.after(this::replaceAllButTheLast)));
            assertThat(failed(fill(EdgeKind.NGINX.at(edge.uri()), TITLE)).failure())
                    .isEqualTo(FailureClass.CHANGED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX", "NGINX_SLICE", "VARNISH", "TRAFFICSERVER", "SQUID"})
    void anObjectThatTheFillHasJustFetchedCostsNoRequestMore(EdgeKind kind) throws Exception {
        publish(OLD);
        try (var edge = kind.before(origin.uri())) {
            proved(fill(kind.at(edge.uri()), TITLE));
            assertThat(origin.count("HEAD", TITLE)).isEqualTo(1);
            assertThat(origin.count("/1.ts")).isEqualTo(1);

            proved(fill(kind.at(edge.uri()), TITLE));
            assertThat(origin.count("HEAD", "/1.ts")).as("it was there before").isEqualTo(1);
        }
    }

    @Test
    void serversOfOneOriginThatGiveOneFileSeveralETagsSayNothingByThem() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            origin.at("/a.mp4", Behaviour.each(nth -> tagged(OLD, "ETag: \"" + nth + "\"")));
            proved(fill(EdgeKind.NGINX.at(edge.uri()), "/a.mp4"));
            proved(fill(EdgeKind.NGINX.at(edge.uri()), "/a.mp4"));
            origin.at("/a.mp4", Behaviour.each(nth -> tagged(LONGER, "ETag: \"" + nth + "\"")));
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), "/a.mp4")))
                    .isEqualTo("changed");
        }
    }

    @Test
    void whatIsGoneAtTheOriginIsChanged() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            origin.at("/3.ts", Behaviour.status(404));
            var failed = failed(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            assertThat(failed.failure()).isEqualTo(FailureClass.CHANGED);
            assertThat(failed.reason()).contains("/3.ts is another at the origin (answered 404 there)");
        }
    }

    @Test
    void anOriginThatCannotBeAskedProvesNothingAndOneThatRefusesNoHarm() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            origin.at("/3.ts", Behaviour.status(500));
            var failed = failed(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            assertThat(failed.failure()).isEqualTo(FailureClass.ORIGIN_ERROR);
            assertThat(failed.again()).isTrue();

            origin.at("/3.ts", Behaviour.status(403));
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
        }
    }

    @Test
    void anOriginThatKnowsNoHeadIsAskedForAByte() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            origin.at("/3.ts", Behaviour.ok(NEW).onGetElse(Behaviour.status(405)));
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), TITLE)))
                    .isEqualTo("changed");
        }
    }

    @Test
    void anOriginWhoseHeadsAreEmptyIsKnownByWhatItSends() throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            origin.at("/3.ts", Behaviour.ok(OLD).onGetElse(Behaviour.only(new byte[0])));
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE));
            origin.at("/3.ts", Behaviour.ok(LONGER).onGetElse(Behaviour.only(new byte[0])));
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), TITLE)))
                    .isEqualTo("changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"EVERY_OBJECT, changed, changed", "MANIFESTS, proved, changed", "NONE, proved, proved"})
    void theDomainSaysWhatIsVerified(Verify verify, String ofSegments, String ofManifests) throws Exception {
        try (var edge = Nginx.edge(origin.uri())) {
            publish(OLD);
            proved(fill(EdgeKind.NGINX.at(edge.uri()), TITLE, verify));
            segment(2, NEW);
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), TITLE, verify)))
                    .isEqualTo(ofSegments);
            segment(2, OLD);
            origin.at(TITLE, Behaviour.ok(playlist("#EXTINF:7,\nmore.ts\n")));
            assertThat(EdgeFills.word(fill(EdgeKind.NGINX.at(edge.uri()), TITLE, verify)))
                    .isEqualTo(ofManifests);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeKind.class,
            names = {"NGINX", "NGINX_SLICE"})
    void thePurgeThatTheReasonNamesMakesTheNextFillSucceed(EdgeKind kind) throws Exception {
        try (var edge = kind.before(origin.uri())) {
            publish(OLD);
            proved(fill(kind.at(edge.uri()), TITLE));
            segment(2, NEW);
            runPurge(edge, failed(fill(kind.at(edge.uri()), TITLE)).reason());
            proved(fill(kind.at(edge.uri()), TITLE));
            assertThat(Visitor.get(edge.uri(), HOST, "/2.ts").body()).isEqualTo(NEW);
        }
    }

    private static void runPurge(Cache edge, String reason) throws Exception {
        var command = reason.substring(reason.indexOf('`') + 1, reason.lastIndexOf('`'));
        var here = command.replace("CACHE", edge.dir().resolve("cache").toString());
        assertThat(new ProcessBuilder("sh", "-c", here).inheritIO().start().waitFor())
                .isZero();
    }

    private void publish(byte[] body) {
        origin.at(TITLE, Behaviour.ok(playlist("")));
        IntStream.rangeClosed(1, SEGMENTS).forEach(n -> segment(n, body));
    }

    private void replaceAllButTheLast() {
        IntStream.range(1, SEGMENTS).forEach(n -> segment(n, NEW));
    }

    private void segment(int n, byte[] body) {
        origin.at("/" + n + ".ts", Behaviour.ok(body));
    }

    private static byte[] playlist(String more) {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:6\n").append(more);
        IntStream.rangeClosed(1, SEGMENTS)
                .forEach(n -> text.append("#EXTINF:6,\n").append(n).append(".ts\n"));
        return text.append("#EXT-X-ENDLIST\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Behaviour tagged(byte[] body, String header) {
        return Behaviour.only(body, header, Behaviour.FRESH);
    }

    private FillOutcome fill(Edge edge, String path) throws InterruptedException {
        return fill(edge, path, Verify.EVERY_OBJECT);
    }

    private FillOutcome fill(Edge edge, String path, Verify verify) throws InterruptedException {
        var domain =
                new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri()), List.of(), TitlePart.WHOLE, verify);
        try (var filler =
                new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domain)), InstantSource.system())) {
            return filler.fill(NginxFills.aFill(path), edge, new Tally());
        }
    }
}
