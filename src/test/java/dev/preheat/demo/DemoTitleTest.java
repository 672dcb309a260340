package dev.preheat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.demo.DemoTitle.TitleFile;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.TitleManifests;
import dev.preheat.url.Url;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoTitleTest {
    private static final Url ROOT = Url.of("http://cdn.example.com/");

    private final DemoTitle title = DemoTitle.load();

    @Test
    void theMultivariantPlaylistLeadsToEveryFileButTheMp4() {
        var reached = new HashSet<String>();
        follow(DemoTitle.PLAYLIST, reached);
        reached.add(DemoTitle.MP4);
        assertThat(title.files()).extracting(TitleFile::path).containsExactlyInAnyOrderElementsOf(reached);
    }

    @Test
    void isAboutOneMegabyteAndItsMp4BeginsWithItsIndex() {
        assertThat(title.files().stream().mapToInt(file -> file.bytes().length).sum())
                .isBetween(500_000, 1_500_000);
        var mp4 = new String(title.find(DemoTitle.MP4).orElseThrow().bytes(), StandardCharsets.ISO_8859_1);
        assertThat(mp4.indexOf("moov")).isBetween(1, mp4.indexOf("mdat"));
    }

    private void follow(String path, Set<String> reached) {
        reached.add(path);
        var body = title.find(path).orElseThrow().bytes();
        if (new TitleManifests(_ -> true).read(ROOT.resolve(path).orElseThrow(), body, Instant.EPOCH, 100)
                instanceof Read(var playlist)) {
            assertThat(playlist.live()).isFalse();
            assertThat(playlist.skippedParts()).isZero();
            for (var one : playlist.references()) {
                var next = one.uri().path().substring(1);
                if (next.endsWith(".m3u8")) {
                    follow(next, reached);
                } else {
                    reached.add(next);
                }
            }
        }
    }
}
