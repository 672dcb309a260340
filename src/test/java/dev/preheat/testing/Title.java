package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A title as it lies on an origin, in the vendor's layout {@code /asset/{asset_id}/play_video/…}: well-formed
 * manifests around seeded noise, no real pictures.
 *
 * @param docroot where its files are
 * @param path of its streaming URL
 * @param paths everything a player asks for, in the order it does, {@link #path} first
 */
public record Title(Path docroot, String path, List<String> paths) {
    private static final List<String> RENDITIONS = List.of("360p", "720p");
    private static final int INIT_BYTES = 800;

    public Title {
        paths = List.copyOf(paths);
    }

    /** What segments are made of. */
    public enum Container {
        /** MPEG-TS: nothing but segments. */
        TS(".ts"),
        /** Fragmented MP4: an init section a rendition. */
        FMP4(".m4s");

        private final String suffix;

        Container(String suffix) {
            this.suffix = suffix;
        }
    }

    /** HLS video on demand: a multivariant playlist, two renditions of {@code segments} each. */
    public record Hls(Container container, int segments, int segmentBytes) {}

    /** Writes an HLS title. */
    public static Title hls(Path docroot, String assetId, Hls shape) {
        var folder = folder(assetId);
        var paths = new ArrayList<String>();
        paths.add(write(docroot, folder + "/index.m3u8", multivariant()));
        for (var rendition : RENDITIONS) {
            paths.add(write(docroot, folder + "/" + rendition + "/index.m3u8", media(shape)));
        }
        for (var rendition : RENDITIONS) {
            paths.addAll(segments(docroot, folder + "/" + rendition + "/", shape));
        }
        return new Title(docroot, paths.getFirst(), paths);
    }

    /** Writes a title of one MP4 of {@code bytes}. */
    public static Title mp4(Path docroot, String assetId, int bytes) {
        var path = write(docroot, folder(assetId) + "/movie.mp4", noise(assetId, bytes));
        return new Title(docroot, path, List.of(path));
    }

    /** Its streaming URL on a delivery domain, over http. */
    public String url(String domain) {
        return "http://" + domain + path;
    }

    /** What lies at one of its paths. */
    public byte[] bytes(String at) {
        try {
            return Files.readAllBytes(docroot.resolve(at.substring(1)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String folder(String assetId) {
        return "/asset/" + assetId + "/play_video";
    }

    private static List<String> segments(Path docroot, String folder, Hls shape) {
        var paths = new ArrayList<String>();
        if (shape.container() == Container.FMP4) {
            paths.add(write(docroot, folder + "init.mp4", noise(folder, INIT_BYTES)));
        }
        for (int i = 0; i < shape.segments(); i++) {
            var path = folder + segment(shape, i);
            paths.add(write(docroot, path, noise(path, shape.segmentBytes())));
        }
        return paths;
    }

    private static byte[] multivariant() {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (var rendition : RENDITIONS) {
            int lines = Integer.parseInt(rendition.replace("p", ""));
            text.append(
                    "#EXT-X-STREAM-INF:BANDWIDTH=%d,RESOLUTION=%dx%d,CODECS=\"avc1.64001f,mp4a.40.2\"\n%s/index.m3u8\n"
                            .formatted(lines * 3_000, lines * 16 / 9, lines, rendition));
        }
        return ascii(text.toString());
    }

    private static byte[] media(Hls shape) {
        var text = new StringBuilder(
                "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        if (shape.container() == Container.FMP4) {
            text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
        }
        for (int i = 0; i < shape.segments(); i++) {
            text.append("#EXTINF:6.000,\n").append(segment(shape, i)).append('\n');
        }
        return ascii(text.append("#EXT-X-ENDLIST\n").toString());
    }

    private static String segment(Hls shape, int number) {
        return "seg_%05d%s".formatted(number, shape.container().suffix);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(String seed, int length) {
        var bytes = new byte[length];
        new Random(seed.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private static String write(Path docroot, String path, byte[] bytes) {
        var file = docroot.resolve(path.substring(1));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return path;
    }
}
