package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXTINF:4,\n1.ts",
                "\uFEFF#EXTM3U",
                "\r\n  #EXTM3U",
                "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'>",
                "\uFEFF<?xml version='1.0'?>\n<MPD\n",
                "\n\n<!-- a > b --><?xml version='1.0'?><!DOCTYPE MPD><!-- c --><dash:MPD >",
                "<SmoothStreamingMedia MajorVersion='2'>",
                "<?xml version='1.0' encoding='UTF-8'?><!-- longer than what was re"
            })
    void aManifestIsToldByItsFirstBytesWhateverItsNameAndType(String text) {
        assertThat(Manifest.beginsLikeOne(text.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Manifest.beginsLikeOne(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000\u0000\u0000\u0018ftypmp42",
                "G@\u0000\u0010",
                "WEBVTT\n\n",
                "<!DOCTYPE html><html><title>#EXTM3U</title>",
                "<?xml version='1.0'?><tt xmlns='http://www.w3.org/ns/ttml'>",
                "<mpd>",
                "a <MPD>",
                "{\"a\":\"#EXTM3U\"}"
            })
    void anythingElseIsAFile(String text) {
        assertThat(Manifest.beginsLikeOne(text.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/film.mp4, video/mp4, true",
        "/FILM.MP4, , true",
        "/1.ts, video/mp2t; x=y, true",
        "/film.mp4, text/plain, false",
        "/film.mp4, video/vnd.mpeg.dash.mpd, false",
        "/film.mp4, audio/mpegurl, false",
        "/film, video/mp4, false",
        "/film.m3u8, , false"
    })
    void aFilmIsToldByItsNameUnlessItsTypeSaysOtherwise(String path, String type, boolean media) {
        assertThat(Manifest.looksLikeMedia(path, type == null ? "" : type)).isEqualTo(media);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/film.mp4", "/m3u8", "/index.m3u8.mp4", "/seg.ts"})
    void mediaIsNone(String path) {
        assertThat(Manifest.looksLikeOne(path, Optional.of("video/mp4"))).isFalse();
    }
}
