package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd DASH manifests are read as players read them: dash.js 5.2.1 where no other is named. */
class PlayedManifestTest {
    private static final Url BASE = Url.of("http://cdn.example.com/t/a.mpd");

    @ParameterizedTest
    @CsvSource({
        "2000, 2000",
        "2000.0, 2000",
        "2000., 2000",
        "+2000, 2000",
        "' 2000 ', 2000",
        "2e3, 2000",
        "2.0E+3, 2000",
        "20000e-1, 2000",
        "0002000, 2000",
        "0x7D0, 2000",
        "-0, 0",
        "-7.00, -7",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, is too large a number",
        "1e99, is too large a number",
        "0.5, is no whole number",
        ".5, is no whole number",
        "2000ms, is no number",
        "'2,000', is no number",
        "2 000, is no number",
        "0x, is no number",
        "-0x7, is no number",
        "'', is no number",
        "., is no number",
        "1e, is no number",
        "NaN, is no number",
        "Infinity, is no number"
    })
    void numbersAreReadAsPlayersReadThem(String text, String read) {
        assertThat(PlayerNumber.whole(text).map(String::valueOf).orElseGet(() -> PlayerNumber.fault(text)))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "duration='2000.0' timescale='1000', 1 2 3 4",
        "duration='1.5', 1 2 3 4 5 6",
        "duration='2e3' timescale='1.0E3', 1 2 3 4",
        "duration='2' startNumber='0.0', 0 1 2 3",
        "duration='2' endNumber='3.0', 1 2 3",
        "duration='2' endNumber='0', 1 2 3 4",
        "duration='2' endNumber='' presentationTimeOffset='', 1 2 3 4"
    })
    void segmentsAreCountedByThem(String attributes, String numbers) {
        var manifest = read(mpd("<Period><AdaptationSet><SegmentTemplate media='$Number$' " + attributes
                + "/><Representation/></AdaptationSet></Period>"));
        assertThat(names(manifest)).isEqualTo(numbers);
        assertThat(manifest.lost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "timescale='0', timescale is no number above 0",
        "timescale='-1', timescale is no number above 0",
        "timescale='', timescale is no number",
        "startNumber='', startNumber is no number",
        "presentationTimeOffset='x', presentationTimeOffset is no number",
        "startNumber='one', startNumber is no number",
        "startNumber='1.5', startNumber is no whole number",
        "startNumber='99999999999999999999', startNumber is too large a number",
        "startNumber='4' endNumber='2', a Representation without segments"
    })
    void whatCannotBeCountedIsLost(String attributes, String why) {
        var set =
                "<SegmentTemplate duration='2' media='$Number$' " + attributes + "/><Representation/></AdaptationSet>";
        var film = "<AdaptationSet><Representation><BaseURL>film.mp4</BaseURL></Representation></AdaptationSet>";
        assertThat(read(mpd("<Period>" + film + "<AdaptationSet>" + set + "</Period>"))
                        .lost())
                .contains("line 1: " + why);
        for (var side : new String[] {"contentType='text'", "mimeType='image/jpeg'", "codecs='stpp.ttml.im1t'"}) {
            var manifest = read(mpd("<Period>" + film + "<AdaptationSet " + side + ">" + set + "</Period>"));
            assertThat(manifest.lost()).isEmpty();
            assertThat(manifest.skipped()).contains("line 1: " + why);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<S t='0' d='4'/><S d='0'/><S d='4'/>, 10-0 11-4? 12-4",
        "<S t='0' d='4'/><S d='0' r='2'/><S d='4'/>, 10-0 11-4? 12-4? 13-4? 14-4",
        "<S t='0' d='4' r='3'/>, 10-0 11-4 12-8? 13-12?",
        "<S t='0.0' d='4.0' r='1.0'/>, 10-0 11-4",
        "<S t='-8' d='4' r='3'/>, 10--8? 11--4? 12-0 13-4"
    })
    void whatLiesOutsideItsPeriodMayBeMissing(String timeline, String segments) {
        var manifest = read(mpd("<Period><AdaptationSet><SegmentTemplate startNumber='10' media='$Number$-$Time$'>"
                + "<SegmentTimeline>" + timeline + "</SegmentTimeline></SegmentTemplate><Representation/>"
                + "</AdaptationSet></Period>"));
        assertThat(manifest.references().stream()
                        .map(one -> name(one) + (one.mayBeMissing() ? "?" : ""))
                        .sorted()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(segments);
        assertThat(manifest.lost()).isEmpty();
    }

    @Test
    void whatATimelineListsBeyondItsEndNumberMayBeMissing() {
        var manifest = read(
                mpd(
                        "<Period><AdaptationSet><SegmentTemplate endNumber='1' media='$Number$'><SegmentTimeline>"
                                + "<S t='0' d='4' r='1'/></SegmentTimeline></SegmentTemplate><Representation/></AdaptationSet></Period>"));
        assertThat(names(manifest)).isEqualTo("1 2");
        assertThat(manifest.references()).extracting(Reference::mayBeMissing).containsExactly(false, true);
    }

    @Test
    void whatIsListedBeyondItsPeriodMayBeMissingToo() {
        var manifest = read(
                mpd(
                        "<Period><AdaptationSet><Representation><SegmentList duration='4'><SegmentURL media='1'/>"
                                + "<SegmentURL media='2'/><SegmentURL media='3'/></SegmentList></Representation></AdaptationSet></Period>"));
        assertThat(manifest.references()).extracting(Reference::mayBeMissing).containsExactly(false, false, true);
    }

    @ParameterizedTest
    @CsvSource({
        "$Number%04x$, 00ff",
        "$Number%04X$, 00FF",
        "$Number%x$, ff",
        "$Number%06o$, 000377",
        "$Number%0012d$, 000000000255",
        "$Number%05i$-$Number%05u$, 00255-00255",
        "$Time%05d$, 00000",
        "$Time%x$, 0",
        "$Bandwidth%x$, 3e8",
        "$Bandwidth$, 1000",
        "$RepresentationID%05x$, 000a1",
        "$$$Number$$$, $255$",
        "$Other$-$Number$, $Other$-255"
    })
    void anIdentifierIsFilledAsPlayersFillIt(String media, String name) {
        var manifest = read(mpd("<Period><AdaptationSet><SegmentTemplate duration='8' startNumber='255' media='" + media
                + "'/><Representation id='a1' bandwidth='1000.0'/></AdaptationSet></Period>"));
        assertThat(name(manifest.references().getFirst())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', b",
        "urn:dvb:dash:profile:dvb-dash:2014, '', a",
        "'urn:x,urn:dvb:dash:profile:dvb-dash:2014', '', a",
        "'', A, a",
        "'', 'none C', c",
        "urn:dvb:dash:profile:dvb-dash:2014, B, b",
        "urn:dvb:dash:profile:dvb-dash:2014, F, a"
    })
    void ofSeveralPlacesPlayersBeginWithTheirFirstChoice(String profiles, String service, String place) {
        var text = "<MPD xmlns:dvb='urn:dvb:dash:dash-extensions:2014-1' profiles='" + profiles + "'>"
                + "<ContentSteering defaultServiceLocation='" + service
                + "'>http://steering.example.com/</ContentSteering>"
                + "<BaseURL dvb:priority='1' dvb:weight='9' serviceLocation='F'>http://foreign.example.net/f/</BaseURL>"
                + "<BaseURL dvb:priority='2' serviceLocation='B'>http://cdn.example.com/b/</BaseURL>"
                + "<BaseURL dvb:priority='1' dvb:weight='2' serviceLocation='C'>http://cdn.example.com/c/</BaseURL>"
                + "<BaseURL dvb:weight='3' serviceLocation='A'>http://cdn.example.com/a/</BaseURL>"
                + "<Period><AdaptationSet><Representation><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet>"
                + "</Period></MPD>";
        assertThat(read(text).references().getFirst().uri())
                .isEqualTo(Url.of("http://cdn.example.com/" + place + "/v.mp4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                " \r\n\t\n",
                "\uFEFF\n",
                "\uFEFF\uFEFF",
                "\n\uFEFF",
                "<!-- by <a> packager -->",
                "\n<!-- one -->\n<!-- two -->\n",
                "<?xml version='1.0'?>",
                "<?xml version=\"1.0\"\n standalone=\"true\" ?>\n",
                "\n<?xml\nversion='1.0' encoding='utf-8'?><!-- twice -->"
            })
    void whateverStandsBeforeTheXmlDeclarationIsNoFault(String before) {
        var film =
                "<Period><AdaptationSet><Representation><BaseURL>film.mp4</BaseURL></Representation></AdaptationSet></Period>";
        var declared = "<?xml version='1.0' encoding='UTF-8'?>\n" + mpd(film);
        assertThat(names(read(before + declared))).isEqualTo("film.mp4");
        assertThat(names(read(before + mpd(film)))).isEqualTo("film.mp4");
        var broken = before + "<MPD><Period><AdaptationSet><Representation/></AdaptationSet></Period></MPD>";
        assertThat(reading(broken))
                .isEqualTo(new Unreadable("leads to nothing that can be played: line " + broken.split("\n", -1).length
                        + ": a Representation without segments"));
    }

    @ParameterizedTest
    @CsvSource({
        "<Period xlink:href='http://ads.example.net/p.xml'/>, false",
        "<Period xlink:href='ad.xml' duration='PT3S'/>, false",
        "<Period xlink:href='urn:mpeg:dash:resolve-to-zero:2013'/>, false",
        "<Period><EventStream xlink:href='events.xml'/></Period>, false",
        "<Period><AdaptationSet xlink:href='http://ads.example.net/set.xml'/></Period>, false",
        "<Period><AdaptationSet xlink:href='urn:mpeg:dash:resolve-to-zero:2013'/></Period>, false",
        "<Period><AdaptationSet contentType='text' xlink:href='set.xml'/></Period>, false",
        "<Period><AdaptationSet contentType='audio' xlink:href='set.xml'/></Period>, true"
    })
    void anAdaptationSetThatLiesInAnotherFileOfTheTitleIsMissed(String before, boolean isLost) {
        var film = "<Period duration='PT8S'><AdaptationSet><SegmentTemplate duration='4' media='$Number$'/>"
                + "<Representation/></AdaptationSet></Period>";
        for (var order : new String[] {before + film, film + before, before + film + before}) {
            var manifest = read("<MPD xmlns:xlink='http://www.w3.org/1999/xlink'>" + order + "</MPD>");
            assertThat(names(manifest)).isEqualTo("1 2");
            assertThat(manifest.lost().isPresent()).isEqualTo(isLost);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<BaseURL>ftp://cdn.example.com/</BaseURL>, no address that can be fetched",
        "<SupplementalProperty schemeIdUri='urn:mpeg:dash:urlparam:2014'><UrlQueryInfo queryString='a=%2F'"
                + " queryTemplate='$querypart$'/></SupplementalProperty>, query parameters that are added while playing",
        "<EssentialProperty schemeIdUri='urn:mpeg:dash:urlparam:2016'><ExtUrlQueryInfo queryString='a=1'"
                + " queryTemplate='$querypart$'/></EssentialProperty>, query parameters that are added while playing",
        "<SupplementalProperty schemeIdUri='urn:mpeg:dash:urlparam:2016'/>, ''",
        "<BaseURL>ftp://cdn.example.com/</BaseURL><BaseURL>v/</BaseURL>, ''"
    })
    void anAddressThatIsNotKnownAsPlayersAskForItIsMissed(String said, String why) {
        var template = "<SegmentTemplate duration='4' media='$Number$'/><Representation id='1'/></AdaptationSet>";
        var manifest = read(mpd("<Period><AdaptationSet>" + said + template + "</Period>"));
        assertThat(manifest.lost().orElse("")).isEqualTo(why.isEmpty() ? "" : "line 1: " + why);
        var text = mpd("<Period><AdaptationSet>" + template + "<AdaptationSet contentType='text'>" + said + template
                + "</Period>");
        assertThat(read(text).lost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "duration='4' k='2' media='$Number$.$SubNumber$', 1.0 1.1 2.0 2.1",
        "duration='4' k='2' media='$Number$', 1 2",
        "duration='4' media='$Number$.$SubNumber$', 1.0 2.0",
        "duration='4' presentationTimeOffset='100' media='$Time$', 0 4"
    })
    void whatIsCountedBeginsAtZeroAsPlayersCount(String attributes, String names) {
        assertThat(names(read(mpd("<Period><AdaptationSet><SegmentTemplate " + attributes
                        + "/><Representation/></AdaptationSet></Period>"))))
                .isEqualTo(names);
    }

    @Test
    void aLivePeriodOfWhichNobodySaysWhenItStartsIsFilledAsFarAsItIsListed() {
        var timeline =
                "<Period><AdaptationSet><SegmentTemplate media='a$Number$'><SegmentTimeline><S t='0' d='4' r='1'/>"
                        + "</SegmentTimeline></SegmentTemplate><Representation/></AdaptationSet></Period>";
        var counted = "<Period><AdaptationSet><SegmentTemplate duration='4' media='b$Number$'/><Representation/>"
                + "</AdaptationSet></Period>";
        var manifest = read("<MPD type='dynamic' availabilityStartTime='1970-01-01T00:00:00Z'>"
                + "<Period xlink:href='http://ads.example.net/p.xml'/>" + timeline + counted + "</MPD>");
        assertThat(names(manifest)).isEqualTo("a1 a2");
        assertThat(manifest.lost()).isEmpty();
        assertThat(manifest.skippedParts()).isEqualTo(4);
    }

    @Test
    void aPeriodThatIsToBeTakenForAbsentTakesNoTime() {
        var zero = "<Period xlink:href='urn:mpeg:dash:resolve-to-zero:2013' duration='PT6S'/>";
        var film =
                "<Period><AdaptationSet><SegmentTemplate duration='4' media='$Number$'/><Representation/></AdaptationSet>"
                        + "</Period>";
        assertThat(names(read(mpd(zero + film + zero)))).isEqualTo("1 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialization='' media='$Number$'",
                "initialization='data:video/mp4;base64,AAAA' media='$Number$'",
                "bitstreamSwitching='http://' index='' media='$Number$'"
            })
    void whatIsEmptyOrStandsInTheManifestItselfIsNotMissed(String attributes) {
        var manifest = read(mpd("<Period><AdaptationSet><SegmentTemplate duration='4' " + attributes
                + "/><Representation/></AdaptationSet></Period>"));
        assertThat(names(manifest)).isEqualTo("1 2");
        assertThat(manifest.lost()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-MEDIA:TYPE=AUDIO,NAME=\"de\",URI=\"\"\n#EXT-X-STREAM-INF:BANDWIDTH=1\n1",
                "#EXT-X-MAP:URI=\"data:video/mp4;base64,AAAA\"\n#EXTINF:4,\n1\n#EXT-X-ENDLIST",
                "#EXTINF:4,\ndata:video/mp2t;base64,AAAA\n#EXTINF:4,\n1\n#EXT-X-ENDLIST",
                "#EXT-X-GAP\n#EXTINF:4,\n{$none}\n#EXTINF:4,\n1\n#EXT-X-ENDLIST"
            })
    void soItIsInAPlaylist(String lines) {
        var manifest = read("#EXTM3U\n" + lines);
        assertThat(names(manifest)).isEqualTo("1");
        assertThat(manifest.lost()).isEmpty();
    }

    @Test
    void aPeriodOfNoLengthLeadsToNothingAndIsWhole() {
        var film = "<AdaptationSet><SegmentTemplate duration='4' media='$Number$'/><Representation/></AdaptationSet>";
        var manifest = read(mpd("<Period>" + film + "</Period><Period start='PT8S'>" + film + "</Period>"));
        assertThat(names(manifest)).isEqualTo("1 2");
        assertThat(manifest.lost()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T19:34:14+0100, 2026-11-22T18:34:14Z",
        "2026-11-22T19:34:14.1234567891Z, 2026-11-22T19:34:14.123456789Z",
        "2026-11-22T19:34, 2026-11-22T19:34:00Z"
    })
    void aMomentIsReadAsPlayersReadIt(String text, Instant moment) {
        assertThat(DashTime.instant(text)).contains(moment);
    }

    @ParameterizedTest
    @CsvSource({"PT1.5H, 5400", "PT0.5M, 30", "P0.5D, 43200", "P8S, 8", "PT.5S, 0.5", "PT8.S, 8"})
    void aDurationIsReadAsPlayersReadIt(String text, double seconds) {
        assertThat(DashTime.seconds(text).map(Number::doubleValue)).isEqualTo(Optional.of(seconds));
    }

    private static String mpd(String inside) {
        return "<MPD mediaPresentationDuration='PT8S'>" + inside + "</MPD>";
    }

    private static Manifest read(String text) {
        return ((Read) reading(text)).manifest();
    }

    private static Manifest.Reading reading(String text) {
        var manifests = new TitleManifests("cdn.example.com"::equals);
        return manifests.read(BASE, text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, 100);
    }

    private static String names(Manifest manifest) {
        return manifest.references().stream().map(PlayedManifestTest::name).collect(Collectors.joining(" "));
    }

    private static String name(Reference one) {
        return one.uri().path().substring(one.uri().path().lastIndexOf('/') + 1);
    }
}
