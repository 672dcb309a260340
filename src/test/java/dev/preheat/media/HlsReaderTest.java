package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference.Kind;
import dev.preheat.media.Rendition.Features;
import dev.preheat.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HlsReaderTest {
    private static final Url BASE = Url.of("http://cdn.example.com/asset/1/play/index.m3u8?token=a%2Fb+c&x=1");
    private static final Path FOLDER = Path.of("src/test/resources/media/hls");

    /** Beside each playlist stands what it leads to. The ffmpeg- ones are what ffmpeg 5.1.9 wrote. */
    static List<String> playlists() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".m3u8"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("playlists")
    void leadsToWhatStandsBesideIt(String name) throws IOException {
        var playlist = read(Files.readString(FOLDER.resolve(name)));
        assertThat(Described.of(playlist))
                .isEqualTo(Files.readString(FOLDER.resolve(name.replace(".m3u8", ".expected"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uFEFF",
                "<!DOCTYPE html><title>404</title>",
                "#EXTINF:10,\n1.ts",
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n#EXTM3U\n",
                "\u0000\u0000\u0000\u0018ftypmp42"
            })
    void whatDoesNotBeginLikeAPlaylistIsNone(String text) {
        assertThat(reading(BASE, text, 10)).isInstanceOfAny(NotOne.class, Unreadable.class);
    }

    @Test
    void readsAsManyReferencesAsTheLimitAndNotOneMore() {
        var two = "#EXTM3U\n#EXTINF:1,\n1.ts\n#EXTINF:1,\n2.ts\n#EXTINF:1,\n2.ts\n";
        assertThat(reading(BASE, two, 2)).isInstanceOf(Read.class);
        assertThat(reading(BASE, two + "3.ts\n", 2)).isEqualTo(new TooManyReferences(2, 3));
    }

    @Test
    void tellsWhatARenditionIsAsFarAsItIsSaid() {
        var text = """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="fr",LANGUAGE="fr-CA",URI="fr.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=3000,RESOLUTION=1280x720,CODECS="avc1.64001f, mp4a.40.2"
                720.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=4000,RESOLUTION=1280x720,CODECS="avc1.64001f,ec-3"
                720.m3u8
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90,RESOLUTION=what,URI="seek.m3u8"
                """;
        assertThat(((Read) reading(BASE, text, 10)).manifest().references())
                .extracting(Reference::rendition)
                .containsExactly(
                        new Rendition(1, 0, false, new Features(0, List.of(), "fr-CA")),
                        new Rendition(2, 3000, false, new Features(720, List.of("avc1.64001f"), "")),
                        new Rendition(4, 90, true, Features.UNKNOWN));
    }

    @Test
    void lastsAsLongAsItsSegmentsTogether() {
        var text = "#EXTM3U\n#EXTINF:6,\n1.ts\n#EXTINF:4.5,\n2.ts\n#EXT-X-ENDLIST\n";
        assertThat(((Read) reading(BASE, text, 10)).manifest().seconds()).isEqualTo(10.5);
        assertThat(((Read) reading(BASE, "#EXTM3U\n1.ts\n", 10)).manifest().seconds())
                .isZero();
    }

    @Test
    void addressesMadeLongByTheBaseCountInAll() {
        var base = Url.of("http://cdn.example.com/" + "long/".repeat(1_600) + "index.m3u8");
        var text = Stream.iterate(0, n -> n + 1)
                .limit(5_000)
                .map(String::valueOf)
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n"));
        var many = (TooManyReferences) reading(base, text, 10_000);
        assertThat(many.found()).isBetween(3_900L, 5_000L);
        assertThat(many.why()).isEqualTo("leads to addresses of more than 32 million characters");
    }

    @Test
    void aMediaPlaylistWithoutAnEndIsLive() {
        assertThat(read("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n1.ts\n").live())
                .isTrue();
        assertThat(read("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:EVENT\n")
                        .live())
                .isTrue();
        assertThat(read("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n1.ts\n")
                        .live())
                .isFalse();
        assertThat(read("#EXTM3U\n1.ts\n#EXT-X-ENDLIST").live()).isFalse();
        assertThat(read("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv\n").live()).isFalse();
    }

    @Test
    void anUnreadableLineCostsThatLineAndIsCounted() {
        var playlist = read("#EXTM3U\n1.ts\nftp://cdn.example.com/2.ts\n3.ts\n");
        assertThat(playlist.references())
                .extracting(one -> one.uri().path())
                .containsExactly("/asset/1/play/1.ts", "/asset/1/play/3.ts");
        assertThat(playlist.skippedParts()).isEqualTo(1);
        assertThat(playlist.skipped()).containsExactly("line 3: no address that can be fetched");
    }

    @Test
    void tellsOfTwentySkippedLinesAndCountsTheRest() {
        var playlist = read("#EXTM3U\n1.ts\n" + "ftp://x/\n".repeat(1_000));
        assertThat(playlist.skippedParts()).isEqualTo(1_000);
        assertThat(playlist.skipped()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#EXT-X-ENDLIST",
                "#EXT-X-TARGETDURATION:6\n#EXT-X-PLAYLIST-TYPE:VOD",
                "#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n{$unknown}/1.ts\n#EXT-X-ENDLIST",
                "#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n{$unknown}/1.ts",
                "#EXTINF:6,\nftp://cdn.example.com/1.ts\n#EXT-X-ENDLIST",
                "#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n#EXTINF:6,\nhttp://\n#EXT-X-ENDLIST",
                "#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://",
                "#EXT-X-STREAM-INF:BANDWIDTH=1",
                "#EXT-X-SESSION-KEY:METHOD=AES-128,URI=\"key\"\n#EXT-X-MEDIA:TYPE=AUDIO,NAME=\"no address\""
            })
    void aPlaylistThatLeadsToNothingIsRefused(String lines) {
        assertThat(reading(BASE, "#EXTM3U\n" + lines, 10))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        refused -> assertThat(refused.why()).startsWith("leads to nothing that can be played: "));
    }

    @Test
    void saysWhyAPlaylistLeadsToNothing() {
        assertThat(reading(BASE, "#EXTM3U", 10))
                .isEqualTo(new Unreadable("leads to nothing that can be played: it names no object"));
        assertThat(reading(BASE, "#EXTM3U\n#EXTINF:6,\n{$unknown}/1.ts\n", 10))
                .isEqualTo(
                        new Unreadable("leads to nothing that can be played: line 3: no address that can be fetched"));
    }

    @Test
    void aLivePlaylistMayNameNothingYetAndSaysSo() {
        var playlist = read("#EXTM3U\n#EXT-X-TARGETDURATION:6\n");
        assertThat(playlist.live()).isTrue();
        assertThat(playlist.references()).isEmpty();
        assertThat(playlist.skipped()).containsExactly("line 2: it names no segment yet");
    }

    @Test
    void aPlaylistOfGapsAloneIsOne() {
        var playlist = read("#EXTM3U\n#EXT-X-GAP\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n");
        assertThat(playlist.references()).isEmpty();
        assertThat(playlist.skippedParts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "URI=\"{$unknown}/key\"",
                "URI=\"http:// /key\"",
                "URI=\"https://user@cdn.example.com/key\"",
                "URI=\"//\"",
                "URI=\"\"",
                "IV=0x1"
            })
    void aKeyWithoutAnAddressIsCounted(String attributes) {
        var playlist = read("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128," + attributes + "\n#EXTINF:6,\n1.ts\n");
        assertThat(playlist.references()).hasSize(1);
        assertThat(playlist.skipped()).containsExactly("line 2: a key without an address that can be fetched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skd://licence/1", "data:text/plain;base64,AAAA", "urn:uuid:1"})
    void aKeyThatNoCacheHoldsIsNoFault(String address) {
        var playlist = read("#EXTM3U\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"" + address + "\"\n#EXTINF:6,\n1.ts\n");
        assertThat(playlist.references()).hasSize(1);
        assertThat(playlist.skippedParts()).isZero();
    }

    @Test
    void variablesDoNotGrowWithoutEnd() {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-DEFINE:NAME=\"0\",VALUE=\"" + "a".repeat(100) + "\"\n");
        for (int i = 1; i < 64; i++) {
            text.append("#EXT-X-DEFINE:NAME=\"%d\",VALUE=\"{$%d}{$%d}\"%n".formatted(i, i - 1, i - 1));
        }
        var playlist = read(text + "{$5}.ts\n{$63}.ts\n");
        assertThat(playlist.references()).hasSize(1);
        assertThat(playlist.skippedParts()).isEqualTo(64 - 7 + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=", ",", "a=\"", "\"", "{$a}", "=", "@", "../", "%", " ", "[", ":"})
    void aHugeLineIsReadInAMoment(String piece) {
        var attributes = piece.repeat(2_000_000);
        var text = Stream.of(
                        "#EXT-X-MEDIA:", "#EXT-X-DEFINE:", "#EXT-X-MAP:URI=\"", "#EXTINF:", "#EXT-X-BYTERANGE:", "")
                .map(tag -> tag + attributes)
                .collect(Collectors.joining("\n", "#EXTM3U\n", "\n"));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(reading(BASE, text + "\n1.ts\n", 4)).isInstanceOf(Read.class);
        });
    }

    @Test
    void aBaseWithoutAnHttpHostIsABug() {
        assertThatThrownBy(() -> reading(Url.of("file:///x.m3u8"), "#EXTM3U\n", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reading(BASE, "#EXTM3U\n", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaylistAtTheRootNeedsNoPath() {
        var read = (Read) reading(Url.of("http://cdn.example.com"), "#EXTM3U\n1.ts\n", 10);
        assertThat(read.manifest().references())
                .extracting(Reference::uri)
                .containsExactly(Url.of("http://cdn.example.com/1.ts"));
        assertThat(read.manifest().references()).extracting(Reference::kind).containsExactly(Kind.SEGMENT);
    }

    private static Manifest.Reading reading(Url base, String text, int most) {
        return new TitleManifests(_ -> true).read(base, text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH, most);
    }

    private static Manifest read(String text) {
        return ((Read) reading(BASE, text, 10_000)).manifest();
    }
}
