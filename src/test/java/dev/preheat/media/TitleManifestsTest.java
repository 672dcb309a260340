package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manifests of a title say to each other, and what is none of the two kinds. */
class TitleManifestsTest {
    private static final Url ROOT = Url.of("http://cdn.example.com/film/index.m3u8");
    private static final Url MEDIA = Url.of("http://cdn.example.com/film/v/index.m3u8");
    private static final String MULTIVARIANT = """
            #EXTM3U
            #EXT-X-DEFINE:NAME="prefix",VALUE="https://cdn.example.com/store"
            #EXT-X-DEFINE:QUERYPARAM="token"
            #EXT-X-STREAM-INF:BANDWIDTH=1
            v/index.m3u8
            """;
    private static final String IMPORTING = """
            #EXTM3U
            #EXT-X-DEFINE:IMPORT="prefix"
            #EXTINF:6,
            {$prefix}/1.ts
            #EXT-X-ENDLIST
            """;

    private final TitleManifests manifests = new TitleManifests("cdn.example.com"::equals);

    @Test
    void aPlaylistImportsTheVariablesOfTheOneThatLedToIt() {
        read(ROOT, MULTIVARIANT);
        assertThat(addresses(read(MEDIA, IMPORTING))).containsExactly("https://cdn.example.com/store/1.ts");
    }

    @Test
    void theValueOfAParameterIsImportedToo() {
        read(Url.of(ROOT + "?token=a1"), MULTIVARIANT);
        var media = IMPORTING.replace("prefix", "token").replace("{$token}/1.ts", "1.ts?t={$token}");
        assertThat(addresses(read(MEDIA, media))).containsExactly("http://cdn.example.com/film/v/1.ts?t=a1");
    }

    @Test
    void withoutAnImportTheyAreUnknown() {
        read(ROOT, MULTIVARIANT);
        assertThat(read(MEDIA, IMPORTING.replace("IMPORT=", "WHAT="))).isInstanceOf(Unreadable.class);
    }

    @Test
    void whatAnotherPlaylistDefinedIsUnknown() {
        read(ROOT, MULTIVARIANT);
        assertThat(read(MEDIA.resolve("other.m3u8").orElseThrow(), IMPORTING))
                .isEqualTo(new Unreadable(
                        "leads to nothing that can be played: line 2: a definition that defines nothing"));
    }

    @Test
    void noMoreVariablesAreKeptThanTheLimit() {
        var large = "#EXTM3U\n";
        for (int n = 0; n < 999; n++) {
            large += "#EXT-X-DEFINE:NAME=\"" + n + "\",VALUE=\"" + "a".repeat(8_000) + "\"\n";
        }
        read(Url.of("http://cdn.example.com/large.m3u8"), large + "#EXT-X-STREAM-INF:BANDWIDTH=1\nlarge/v.m3u8\n");
        read(Url.of("http://cdn.example.com/second.m3u8"), large + "#EXT-X-STREAM-INF:BANDWIDTH=1\nsecond/v.m3u8\n");
        var media = IMPORTING.replace("prefix", "7");
        assertThat(read(Url.of("http://cdn.example.com/large/v.m3u8"), media)).isInstanceOf(Read.class);
        assertThat(read(Url.of("http://cdn.example.com/second/v.m3u8"), media)).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdn-a.example.net/ https://cdn.example.com/, https://cdn.example.com/v.mp4",
        "https://cdn-a.example.net/ m/, http://cdn.example.com/film/m/v.mp4",
        "https://cdn-a.example.net/ https://cdn-b.example.net/, https://cdn-a.example.net/v.mp4",
        "m/ https://cdn.example.com/, http://cdn.example.com/film/m/v.mp4",
    })
    void ofSeveralPlacesTheFirstIsTakenThatMayBeFilled(String places, String taken) {
        var urls = "";
        for (var one : places.split(" ")) {
            urls += "<BaseURL>" + one + "</BaseURL>";
        }
        var mpd = "<MPD>" + urls + "<Period><AdaptationSet><Representation><BaseURL>v.mp4</BaseURL></Representation>"
                + "</AdaptationSet></Period></MPD>";
        assertThat(addresses(read(Url.of("http://cdn.example.com/film/a.mpd"), mpd)))
                .containsExactly(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "?token=a.b-1&n=, true, v.mp4?token=a.b-1&n=, 0",
        "?token=a.b-1, false, v.mp4, 0",
        "?token=a%2Fb, true, v.mp4, 1",
        "?token=a=b, true, v.mp4, 1",
        "'', true, v.mp4, 0"
    })
    void theQueryOfADashManifestIsAddedWhereItSaysSo(String query, boolean added, String file, int skipped) {
        var mpd = "<MPD><SupplementalProperty schemeIdUri='urn:mpeg:dash:urlparam:2014'><UrlQueryInfo "
                + "queryTemplate='$querypart$' useMPDUrlQuery='" + added + "'/></SupplementalProperty><Period>"
                + "<AdaptationSet><Representation><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>";
        var reading = read(Url.of("http://cdn.example.com/film/a.mpd" + query), mpd);
        assertThat(addresses(reading)).containsExactly("http://cdn.example.com/film/" + file);
        assertThat(((Read) reading).manifest().skippedParts()).isEqualTo(skipped);
    }

    @Test
    void aQueryDoesNotGrowOverTheLengthOfAnAddress() {
        var mpd = "<MPD><Period><AdaptationSet><SupplementalProperty schemeIdUri='urn:mpeg:dash:urlparam:2014'>"
                + "<UrlQueryInfo queryString='" + "a=1&amp;".repeat(2_040) + "b='/></SupplementalProperty>"
                + "<Representation><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>";
        assertThat(read(Url.of("http://cdn.example.com/film/a.mpd"), mpd))
                .isEqualTo(
                        new Unreadable("leads to nothing that can be played: line 1: no address that can be fetched"));
    }

    @Test
    void smoothStreamingIsRefusedAndSaysWhatToAskFor() {
        var smooth = "<?xml version='1.0'?><SmoothStreamingMedia MajorVersion='2'><StreamIndex Type='video' "
                + "Url='QualityLevels({bitrate})/Fragments(video={start time})'/></SmoothStreamingMedia>";
        var refused =
                new Unreadable("is Smooth Streaming, which is not followed: ask for the HLS or DASH of the same title");
        assertThat(read(ROOT, smooth)).isEqualTo(refused);
        assertThat(manifests.read(ROOT, ("\uFEFF" + smooth).getBytes(StandardCharsets.UTF_16LE), Instant.EPOCH, 10))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<tt xmlns='http://www.w3.org/ns/ttml'/>", "WEBVTT", "<html/>"})
    void otherTextsAreNoManifests(String text) {
        assertThat(read(ROOT, text)).isInstanceOf(NotOne.class);
    }

    private Reading read(Url address, String text) {
        return manifests.read(address, text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, 10);
    }

    private static List<String> addresses(Reading reading) {
        return ((Read) reading)
                .manifest().references().stream()
                        .map(one -> one.uri().toString())
                        .toList();
    }
}
