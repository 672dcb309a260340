package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    @ParameterizedTest
    @ValueSource(strings = {"/a/index.m3u8", "/INDEX.M3U8", "/x.m3u", ".m3u8"})
    void aPlaylistIsToldByItsName(String path) {
        assertThat(Manifest.looksLikeOne(path, Optional.empty())).isTrue();
        assertThat(Manifest.looksLikeOne(path, Optional.of("text/plain"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.apple.mpegurl",
                "application/x-mpegURL",
                "Audio/MpegURL ; charset=utf-8",
                "audio/x-mpegurl",
                "application/mpegurl"
            })
    void orByItsContentType(String type) {
        assertThat(Manifest.looksLikeOne("/play", Optional.of(type))).isTrue();
    }

    @Test
    void dashIsToldInTheSameWays() {
        assertThat(Manifest.looksLikeOne("/a/index.MPD", Optional.empty())).isTrue();
        assertThat(Manifest.looksLikeOne("/play", Optional.of("application/DASH+xml;charset=UTF-8")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/film.ism/Manifest", "/live.isml/manifest"})
    void smoothStreamingIsToldToo(String path) {
        assertThat(Manifest.looksLikeOne(path, Optional.of("text/xml"))).isTrue();
        assertThat(Manifest.looksLikeOne("/play", Optional.of("application/vnd.ms-sstr+xml")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/xml", "Application/XML; charset=utf-8"})
    void whatIsSentAsXmlMayBeOne(String type) {
        assertThat(Manifest.mayBeOne(type)).isTrue();
        assertThat(Manifest.looksLikeOne("/play", Optional.of(type))).isFalse();
        assertThat(Manifest.mayBeOne("image/svg+xml")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/film.mp4", "/m3u8", "/index.m3u8.mp4", "/seg.ts"})
    void mediaIsNone(String path) {
        assertThat(Manifest.looksLikeOne(path, Optional.of("video/mp4"))).isFalse();
    }
}
