package dev.preheat.demo;

import dev.preheat.encoding.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's film: twelve seconds of a test picture, as HLS in two renditions and as an MP4, about 1 MB in all, read
 * from the class path. {@code make-title.sh} beside the files says how they were made.
 */
public final class DemoTitle {
    /** The multivariant playlist's path within the asset. */
    public static final String PLAYLIST = "play_video/index.m3u8";

    /** The MP4's path within the asset. */
    public static final String MP4 = "play_video/title.mp4";

    private static final String FOLDER = "/demo/";

    private final Map<String, TitleFile> files;

    /** One file: {@code path} is its place within the asset, {@code etag} a strong validator, quoted. */
    @SuppressWarnings("ArrayRecordComponent") // sent as it is; nobody compares files
    public record TitleFile(String path, String contentType, byte[] bytes, String etag) {
        /** Whether the file tells what else to fetch, and so may change sooner than media. */
        public boolean isPlaylist() {
            return path.endsWith(".m3u8");
        }
    }

    private DemoTitle(Map<String, TitleFile> files) {
        this.files = files;
    }

    /** Reads the title; a file that is missing from the class path is a broken build. */
    public static DemoTitle load() {
        var files = new LinkedHashMap<String, TitleFile>();
        new String(bytes("files.txt"), StandardCharsets.US_ASCII).lines().forEach(path -> files.put(path, file(path)));
        return new DemoTitle(files);
    }

    /** Every file, by path. */
    public Collection<TitleFile> files() {
        return files.values();
    }

    public Optional<TitleFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static TitleFile file(String path) {
        var bytes = bytes(path);
        return new TitleFile(path, contentType(path), bytes, etag(bytes));
    }

    private static String contentType(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "m3u8" -> "application/vnd.apple.mpegurl";
            case "m4s" -> "video/iso.segment";
            case "mp4" -> "video/mp4";
            default -> throw new IllegalStateException("the demo has no type for " + path);
        };
    }

    private static byte[] bytes(String path) {
        try (InputStream file = DemoTitle.class.getResourceAsStream(FOLDER + path)) {
            if (file == null) {
                throw new IllegalStateException("the demo's file " + path + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String etag(byte[] bytes) {
        return '"' + Sha256.hex(bytes).substring(0, 16) + '"';
    }
}
