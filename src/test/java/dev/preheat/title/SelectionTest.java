package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.TitlePart;
import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of a title's objects a domain's {@code only} takes: the names of those taken. */
class SelectionTest {
    private static final Url BASE = Url.of("http://cdn.example.com/index");
    private static final String HLS = """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="1",LANGUAGE="en-GB",URI="en.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="2",LANGUAGE="de",URI="de.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="3",URI="subs.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=8000000,RESOLUTION=3840x2160,CODECS="hvc1.2.4.L150,mp4a.40.2"
            uhd.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
            hd.m3u8
            """;
    private static final String MEDIA = """
            #EXTM3U
            #EXT-X-KEY:METHOD=AES-128,URI="key1"
            #EXT-X-MAP:URI="init"
            #EXTINF:6,
            1
            #EXTINF:6,
            2
            #EXT-X-KEY:METHOD=AES-128,URI="key2"
            #EXTINF:6,
            3
            """;

    @Test
    void nothingSaidIsEverything() {
        assertThat(taken(HLS, TitlePart.WHOLE)).isEqualTo("en.m3u8 de.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
        assertThat(taken(MEDIA, TitlePart.WHOLE)).isEqualTo("key1 init 1 2 key2 3");
    }

    @Test
    void theFirstSecondsAreWhatBeginsToPlayInThem() {
        assertThat(taken(MEDIA, new TitlePart(12, 0, 0, List.of(), List.of()))).isEqualTo("key1 init 1 2");
        assertThat(taken(MEDIA, new TitlePart(7, 0, 0, List.of(), List.of()))).isEqualTo("key1 init 1 2");
        assertThat(taken(MEDIA, new TitlePart(6, 0, 0, List.of(), List.of()))).isEqualTo("key1 init 1");
        assertThat(taken(HLS, new TitlePart(6, 0, 0, List.of(), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
    }

    @Test
    void renditionsAboveALimitAreLeftOutAndThoseOfWhichNothingIsSaidAreNot() {
        assertThat(taken(HLS, new TitlePart(0, 720, 0, List.of(), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 hd.m3u8");
        assertThat(taken(HLS, new TitlePart(0, 719, 0, List.of(), List.of()))).isEqualTo("en.m3u8 de.m3u8 subs.m3u8");
        assertThat(taken(HLS, new TitlePart(0, 0, 3_000_000, List.of(), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 hd.m3u8");
    }

    @Test
    void everyCodecOfARenditionMustBeNamed() {
        assertThat(taken(HLS, new TitlePart(0, 0, 0, List.of("AVC1", "mp4a"), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 hd.m3u8");
        assertThat(taken(HLS, new TitlePart(0, 0, 0, List.of("avc1"), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8");
    }

    @Test
    void aLanguageTakesItsForms() {
        assertThat(taken(HLS, new TitlePart(0, 0, 0, List.of(), List.of("EN"))))
                .isEqualTo("en.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
        assertThat(taken(HLS, new TitlePart(0, 0, 0, List.of(), List.of("d", "en-GB-oed"))))
                .isEqualTo("subs.m3u8 uhd.m3u8 hd.m3u8");
    }

    @Test
    void aLanguageOfThreeLettersIsThatOfTwo() {
        var hls = HLS.replace("\"en-GB\"", "\"eng\"").replace("\"de\"", "\"ger\"");
        assertThat(taken(hls, new TitlePart(0, 0, 0, List.of(), List.of("en"))))
                .isEqualTo("en.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
        assertThat(taken(HLS, new TitlePart(0, 0, 0, List.of(), List.of("deu"))))
                .isEqualTo("de.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
        assertThat(taken(HLS.replace("\"de\"", "\"und\""), new TitlePart(0, 0, 0, List.of(), List.of("en"))))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 uhd.m3u8 hd.m3u8");
    }

    @Test
    void aBandwidthWithAFractionIsANumber() {
        var hls = HLS.replace("BANDWIDTH=8000000", "BANDWIDTH=8000000.0");
        assertThat(taken(hls, new TitlePart(0, 0, 5_000_000, List.of(), List.of())))
                .isEqualTo("en.m3u8 de.m3u8 subs.m3u8 hd.m3u8");
    }

    private static String taken(String text, TitlePart part) {
        var reading =
                new TitleManifests(_ -> true).read(BASE, text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, 100);
        var references = ((Manifest.Read) reading).manifest().references();
        var selection = new Selection(part);
        var title = new Target(BASE, Reference.Kind.PLAYLIST);
        return IntStream.range(0, references.size())
                .mapToObj(at -> title.next(references.get(at), at))
                .filter(selection::takes)
                .map(target -> target.url().path().substring(1))
                .collect(Collectors.joining(" "));
    }
}
