package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A real title of 12 s, as ffmpeg packages one for viewers: what {@code players/package.sh} makes. */
public enum Packaged {
    HLS_TS("HLS, TS segments", "hls-ts/index.m3u8"),
    HLS_RANGES("HLS, fMP4 in one file and byte ranges", "hls-ranges/index.m3u8"),
    HLS_LANGUAGES("HLS, two audios and WebVTT subtitles", "hls-languages/index.m3u8"),
    DASH_TIMELINE("DASH, template and timeline, WebVTT", "dash-timeline/index.mpd"),
    DASH_NUMBERS("DASH, template and numbers", "dash-numbers/index.mpd"),
    DASH_LIST("DASH, list of segments", "dash-list/index.mpd"),
    DASH_RANGES("DASH, list of byte ranges", "dash-ranges/index.mpd"),
    DASH_INDEX("DASH, WebM with an index in each file", "dash-index/index.mpd"),
    FILE("MP4", "file/movie.mp4");

    private final String title;
    private final String path;

    Packaged(String title, String path) {
        this.title = title;
        this.path = "/" + path;
    }

    /** Makes all of them under {@code docroot}; needs ffmpeg and some 4 s. */
    public static void all(Path docroot) {
        Cache.program("ffmpeg", "ffmpeg");
        Commands.run(
                docroot, "sh", Path.of("src/test/resources/players/package.sh").toAbsolutePath() + "", ".");
    }

    /** Makes another in {@code docroot}: {@code index.mpd} and {@code master.m3u8} over the same segments of 2 s. */
    public static void hlsAndDash(Path docroot) {
        var ffmpeg = Cache.program("ffmpeg", "ffmpeg");
        var picture = "-f lavfi -i testsrc2=size=160x120:rate=25:duration=8 -f lavfi -i sine=duration=7.9";
        var codecs = "-c:v libx264 -preset ultrafast -g 50 -keyint_min 50 -c:a aac";
        var form = "-f dash -seg_duration 2 -hls_playlist 1 index.mpd";
        Commands.run(docroot, "sh", "-c", String.join(" ", ffmpeg, "-nostdin -loglevel error", picture, codecs, form));
    }

    /** The same in {@code folder}, where the names of segments hold what addresses seldom do, and their queries too. */
    public static void oddlyNamed(Path folder) throws IOException {
        Files.createDirectories(folder);
        hlsAndDash(folder);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(".m4s")) {
                    Files.move(file, folder.resolve(odd(name)), StandardCopyOption.REPLACE_EXISTING);
                } else {
                    var text = Files.readString(file);
                    Files.writeString(file, odd(text).replace(".m4s", ".m4s?k[]={1}|2^3`"));
                }
            }
        }
    }

    private static String odd(String text) {
        return text.replace("chunk-", "[1]{2}|3^4`-").replace("init-", "{0}|[0]-");
    }

    /** Of its streaming URL. */
    public String path() {
        return path;
    }

    /** Everything that it is made of. */
    public List<String> paths(Path docroot) {
        var folder = docroot.resolve(path.substring(1)).getParent();
        try (var files = Files.list(folder)) {
            return files.map(file -> "/" + docroot.relativize(file)).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
