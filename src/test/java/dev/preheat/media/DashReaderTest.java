package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Rendition.Features;
import dev.preheat.url.Url;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashReaderTest {
    private static final Url BASE = Url.of("http://cdn.example.com/asset/1/play/manifest.mpd?token=a%2Fb+c&x=1");
    private static final Path FOLDER = Path.of("src/test/resources/media/dash");
    private static final Instant NOW = Instant.parse("2026-11-22T19:34:26Z");

    /** Beside each manifest stands what it leads to. The ffmpeg- ones are what ffmpeg 5.1.9 wrote. */
    static List<String> manifests() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".mpd"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void leadsToWhatStandsBesideIt(String name) throws IOException {
        var body = Files.readAllBytes(FOLDER.resolve(name));
        var manifest = ((Read) new TitleManifests(_ -> true).read(BASE, body, published(body), 10_000)).manifest();
        assertThat(Described.of(manifest))
                .isEqualTo(Files.readString(FOLDER.resolve(name.replace(".mpd", ".expected"))));
    }

    @ParameterizedTest
    @CsvSource({
        // three seconds of one second each, whatever the moment within a second
        "2026-11-22T19:34:19.802Z, 3.m4s 4.m4s 5.m4s",
        "2026-11-22T19:34:20.801Z, 3.m4s 4.m4s 5.m4s",
        "2026-11-22T19:34:20.802Z, 4.m4s 5.m4s 6.m4s",
        "2026-11-22T19:34:14.802Z, ''",
        "2026-11-22T19:34:15.802Z, 1.m4s",
        "2020-01-01T00:00:00Z, ''"
    })
    void aLiveManifestHasWhatIsThereNow(Instant now, String files) {
        var live = mpd(
                "type='dynamic' availabilityStartTime='2026-11-22T19:34:14.802Z' timeShiftBufferDepth='PT3S'",
                "<Period start='PT0S'>" + template("duration='1' media='$Number$.m4s'") + "</Period>");
        var manifest = read(live, now);
        assertThat(manifest.live()).isTrue();
        assertThat(names(manifest)).isEqualTo(files);
    }

    @ParameterizedTest
    @CsvSource({
        "duration='2' media='$Number$.m4s', 6.m4s",
        "duration='2' media='$Time$.m4s', 10.m4s",
        "duration='2' media='same.m4s', ''",
        "duration='2' endNumber='6' media='$Number$.m4s', ''",
        "duration='6' index='$Number$.idx' media='$Number$.m4s', 1.idx 2.idx 2.m4s",
        "duration='20' media='$Number$.m4s', ''"
    })
    void theLastOfSegmentsThatOnlyThePeriodCountsMayBeMissing(String attributes, String missing) {
        var manifest = read(mpd("mediaPresentationDuration='PT12S'", "<Period>" + template(attributes) + "</Period>"));
        assertThat(doubtful(manifest)).isEqualTo(missing);
    }

    @Test
    void whatATimelineListsIsThereAndWhatIsCountedUntilNowToo() {
        var timeline = template("media='$Number$.m4s'", "<S d='2' r='-1'/>");
        assertThat(doubtful(read(mpd("mediaPresentationDuration='PT12S'", "<Period>" + timeline + "</Period>"))))
                .isEmpty();
        var live = mpd(
                "type='dynamic' availabilityStartTime='2026-11-22T19:34:14Z'",
                "<Period start='PT0S' duration='PT20S'>" + template("duration='2' media='$Number$.m4s'") + "</Period>");
        assertThat(doubtful(read(live))).isEmpty();
        assertThat(doubtful(read(live, NOW.plusSeconds(60)))).isEqualTo("10.m4s");
    }

    @Test
    void whatAnotherRenditionSurelyHasIsThere() {
        var both = "<AdaptationSet><Representation id='1'><SegmentTemplate duration='2' media='$Number$.m4s'/>"
                + "</Representation><Representation id='2'><SegmentList duration='2'><SegmentURL media='2.m4s'/>"
                + "</SegmentList></Representation></AdaptationSet>";
        assertThat(doubtful(read(mpd("mediaPresentationDuration='PT4S'", "<Period>" + both + "</Period>"))))
                .isEmpty();
    }

    private static String doubtful(Manifest manifest) {
        return manifest.references().stream()
                .filter(Reference::mayBeMissing)
                .map(one -> Path.of(one.uri().path()).getFileName().toString())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "availabilityTimeOffset='1.5', 3 4 5 6 7",
        "availabilityTimeOffset='1.5' availabilityTimeComplete='false', 3 4 5",
        "availabilityTimeOffset='INF', 3 4 5 6 7 8",
        "endNumber='4', 3 4",
        "presentationTimeOffset='77', 3 4 5",
        "startNumber='11', 13 14 15"
    })
    void aLivePeriodIsBoundedByWhatItSays(String attributes, String numbers) {
        var live = mpd(
                "type='dynamic' availabilityStartTime='2026-11-22T19:34:00Z' timeShiftBufferDepth='PT3S'",
                "<Period start='PT20S' duration='PT8S'>" + template("duration='1' media='$Number$' " + attributes)
                        + "</Period>");
        assertThat(names(read(live, Instant.parse("2026-11-22T19:34:25.9Z")))).isEqualTo(numbers);
    }

    @Test
    void aLiveTimelineIsWhatItListsAndRepeatsFromTheWindowOnUntilNow() {
        var live = mpd(
                "type='dynamic' availabilityStartTime='2026-11-22T19:00:00' timeShiftBufferDepth='PT5S'",
                "<Period start='PT0S'>" + template("media='$Number$-$Time$'", "<S t='0' d='2' r='2'/><S d='3' r='-1'/>")
                        + "</Period>");
        assertThat(names(read(live, Instant.parse("2026-11-22T19:00:13Z")))).isEqualTo("1-0 2-2 3-4 4-6 5-9");
        assertThat(names(read(live, Instant.parse("2026-11-22T21:00:00+01:00"))))
                .isEqualTo("1-0 2-2 3-4 1200-3594 1201-3597");
        assertThat(read(live, Instant.parse("2026-11-22T20:00:00Z"))
                        .references()
                        .getFirst()
                        .startSeconds())
                .isZero();
    }

    @Test
    void aLiveManifestFromBeforeAnybodyCountedHasTooMuch() {
        var live = mpd(
                "type='dynamic' availabilityStartTime='1970-01-01T00:00:00Z'",
                "<Period start='PT0S'>" + template("duration='2' media='$Number$.m4s'") + "</Period>");
        var many = (TooManyReferences) new TitleManifests(_ -> true).read(BASE, bytes(live), NOW, 1_000);
        assertThat(many.found()).isEqualTo(NOW.getEpochSecond() / 2);
    }

    @Test
    void aLiveManifestMayHaveNothingYet() {
        assertThat(read(mpd("type='dynamic'", "")).references()).isEmpty();
        assertThat(read(mpd(
                                "type='dynamic' availabilityStartTime='soon'",
                                "<Period>" + template("duration='2' media='$Number$'") + "</Period>"))
                        .skipped())
                .containsExactly("line 1: how many segments there are: there is no duration of the Period");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><title>404</title></html>",
                "<html/>",
                "<",
                "<MPD>",
                "<MPD><Period></MPD>",
                "<MPD a='1' a='2'/>",
                "<MPD><Period>\u0000</Period></MPD>",
                "<MPD/>",
                "<MPD><Period><AdaptationSet/></Period></MPD>"
            })
    void whatNoPlayerCouldPlayIsNoManifest(String text) {
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 10))
                .isInstanceOfAny(NotOne.class, Unreadable.class);
    }

    @Test
    void keysAndInitSectionsAloneAreNothingToPlay() {
        var text = mpd("", "<Period>" + template("initialization='init.mp4'") + "</Period>");
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 10))
                .isEqualTo(
                        new Unreadable("leads to nothing that can be played: line 1: a SegmentTemplate without media"));
    }

    @Test
    void saysWhyAManifestLeadsToNothing() {
        var text = mpd("", "\n<Period>" + template("duration='2' media='$Number$'") + "</Period>");
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 10))
                .isEqualTo(
                        new Unreadable(
                                "leads to nothing that can be played: line 2: how many segments there are: there is no duration of the Period"));
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes("<MPD>\n<Period>\n</MPD>"), NOW, 10))
                .isEqualTo(new Unreadable("is no XML to read: line 3"));
    }

    @Test
    void tellsWhatARenditionIsAsFarAsItIsSaid() {
        var text = """
                <MPD mediaPresentationDuration="PT10S"><Period>
                <AdaptationSet lang="en" codecs="mp4a.40.2"><Representation id="a"><BaseURL>a.mp4</BaseURL>
                </Representation></AdaptationSet>
                <AdaptationSet codecs="avc1"><Representation bandwidth="3" height="720"><BaseURL>v.mp4</BaseURL>
                </Representation></AdaptationSet>
                <AdaptationSet><EssentialProperty schemeIdUri="http://dashif.org/guidelines/thumbnail_tile"/>
                <Representation bandwidth="9" height="x"><BaseURL>t.jpg</BaseURL></Representation></AdaptationSet>
                <AdaptationSet><SupplementalProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"/>
                <Representation bandwidth="8"><BaseURL>s.mp4</BaseURL></Representation></AdaptationSet>
                </Period></MPD>""";
        var manifest = ((Read) new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 10)).manifest();
        assertThat(manifest.seconds()).isEqualTo(10);
        assertThat(manifest.references())
                .extracting(Reference::rendition)
                .containsExactlyInAnyOrder(
                        new Rendition(1, 0, false, new Features(0, List.of("mp4a.40.2"), "en")),
                        new Rendition(2, 3, false, new Features(720, List.of("avc1"), "")),
                        new Rendition(3, 9, true, Features.UNKNOWN),
                        new Rendition(4, 8, true, Features.UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<S t='1795807466000000000' d='2000000000' r='1'/> | 1795807466000000000 1795807468000000000",
                "<S t='9223372036854775000' d='1'/> | 9223372036854775000",
                "<S t='0' d='1'/><S t='9223372036854775808' d='1'/><S d='1'/><S t='7' d='1'/> | 0 7",
                "<S t='0' d='1'/><S t='9223372036854775807' d='1'/> | ''"
            })
    void numbersThatALongHoldsAreReadAndNoOthers(String timeline, String names) {
        var live = mpd("type='dynamic'", "<Period>" + template("media='$Time$'", timeline) + "</Period>");
        assertThat(names(read(live))).isEqualTo(names);
    }

    @Test
    void saysThatANumberIsTooLarge() {
        var text = mpd(
                "type='dynamic'",
                "<Period>" + template("media='$Time$'", "<S t='18446744073709551615' d='1'/>") + "</Period>");
        assertThat(read(text).skipped()).containsExactly("line 1: t is too large a number");
        assertThat(read(text.replace("18446744073709551615", "x")).skipped()).containsExactly("line 1: t is no number");
    }

    @Test
    void aTemplateCountedFromALargeNumberIsRead() {
        var text = mpd(
                "mediaPresentationDuration='PT4S'",
                "<Period>" + template("duration='2' startNumber='9223372036854775000' media='$Number$'") + "</Period>");
        assertThat(names(read(text))).isEqualTo("9223372036854775000 9223372036854775001");
    }

    @Test
    void readsAsManyReferencesAsTheLimitAndNotOneMore() {
        var three = mpd(
                "mediaPresentationDuration='PT3S'",
                "<Period>" + template("duration='1' media='$Number$'") + "</Period>");
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes(three), NOW, 3))
                .isInstanceOf(Read.class);
        assertThat(new TitleManifests(_ -> true).read(BASE, bytes(three), NOW, 2))
                .isEqualTo(new TooManyReferences(2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duration='1' media='$Number$'",
                "duration='1' media='the same'",
                "endNumber='999999999999999999' media='$Number$'",
                "duration='1' startNumber='999999999999999999' media='$Number$'"
            })
    void aBillionSegmentsAreTooMany(String attributes) {
        var text = mpd("mediaPresentationDuration='PT999999999S'", "<Period>" + template(attributes) + "</Period>");
        tooMany(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<S d='1' r='999999999'/>",
                "<S d='1' r='999999999999999'/><S t='0' d='1' r='999999999999999'/>",
                "<S d='1' r='-1'/>",
                "<S d='1' k='999999999999999'/>"
            })
    void aBillionRepeatsAreTooMany(String timeline) {
        var text = mpd(
                "mediaPresentationDuration='PT999999999S'",
                "<Period>" + template("media='$Number$-$SubNumber$'", timeline) + "</Period>");
        tooMany(text);
    }

    private static void tooMany(String text) {
        var many = (TooManyReferences) new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 10);
        assertThat(many.found()).isGreaterThanOrEqualTo(999_999_999L);
        assertThat(many.why()).matches("leads to [0-9,]{11,} objects, and a title may have 10");
    }

    @Test
    void aShortTextThatSaysALotAgainAndAgainIsStopped() {
        var timeline = "<S t='0' d='1'/>".repeat(20_000);
        var text = mpd(
                "",
                "<Period><AdaptationSet><SegmentTemplate media='same'><SegmentTimeline>" + timeline
                        + "</SegmentTimeline></SegmentTemplate>" + "<Representation/>".repeat(20_000)
                        + "</AdaptationSet></Period>");
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(new TitleManifests(_ -> true).read(BASE, bytes(text), NOW, 100_000))
                        .isInstanceOf(TooManyReferences.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "<Period>",
                "<S/>",
                "<!--",
                "a='1' ",
                "&",
                "&amp;",
                "<![CDATA[",
                "]]>",
                "<a b='",
                "&#x41;",
                "<!ENTITY a '"
            })
    void aHugeTextIsReadOrRefusedInAMoment(String piece) {
        var text = "<MPD>" + piece.repeat(8_000_000 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(new TitleManifests(_ -> true).read(BASE, bytes(text + "</MPD>"), NOW, 100))
                    .isInstanceOf(Unreadable.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"})
    void isReadInTheEncodingItDeclares(String encoding) {
        var text = "<?xml version='1.0' encoding='" + encoding + "'?>"
                + mpd(
                        "",
                        "<Period><AdaptationSet><Representation><BaseURL>é.mp4</BaseURL></Representation></AdaptationSet></Period>");
        var reading = new TitleManifests(_ -> true).read(BASE, text.getBytes(Charset.forName(encoding)), NOW, 10);
        assertThat(names(((Read) reading).manifest())).isEqualTo("%C3%A9.mp4");
    }

    @Test
    void noFileIsReadThatADtdNames() throws IOException {
        var secret = Files.createTempFile("secret", ".txt");
        try {
            Files.writeString(secret, "secret");
            var text = "<!DOCTYPE MPD [<!ENTITY x SYSTEM '" + secret.toUri() + "'><!ENTITY y 'known'>]>"
                    + mpd(
                            "",
                            "<Period><AdaptationSet><Representation><BaseURL>&x;&y;.mp4</BaseURL></Representation></AdaptationSet></Period>");
            assertThat(names(read(text))).isEqualTo("&x;&y;.mp4");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void tellsOfTwentySkippedPartsAndCountsTheRest() {
        var manifest = read(mpd(
                "type='dynamic'",
                "<Period><AdaptationSet>" + "<Representation/>".repeat(1_000) + "</AdaptationSet></Period>"));
        assertThat(manifest.skippedParts()).isEqualTo(1_000);
        assertThat(manifest.skipped()).hasSize(20);
    }

    private static Instant published(byte[] body) {
        var time = Pattern.compile("publishTime=\"([^\"]+)").matcher(new String(body, StandardCharsets.UTF_8));
        return time.find() ? Instant.parse(time.group(1)) : NOW;
    }

    private static String mpd(String attributes, String inside) {
        return "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011' " + attributes + ">" + inside + "</MPD>";
    }

    private static String template(String attributes) {
        return "<AdaptationSet><SegmentTemplate " + attributes + "/><Representation id='1'/></AdaptationSet>";
    }

    private static String template(String attributes, String timeline) {
        return "<AdaptationSet><SegmentTemplate " + attributes + "><SegmentTimeline>" + timeline
                + "</SegmentTimeline></SegmentTemplate><Representation id='1'/></AdaptationSet>";
    }

    private static Manifest read(String text) {
        return read(text, NOW);
    }

    private static Manifest read(String text, Instant now) {
        Reading reading = new TitleManifests(_ -> true).read(BASE, bytes(text), now, 10_000);
        return ((Read) reading).manifest();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String names(Manifest manifest) {
        return manifest.references().stream()
                .map(one -> Path.of(one.uri().path()).getFileName().toString())
                .collect(Collectors.joining(" "));
    }
}
