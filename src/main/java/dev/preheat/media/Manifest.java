package dev.preheat.media;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells a manifest by its name or its content type, before anybody reads it. */
public final class Manifest {
    // application/vnd.apple.mpegurl and audio/mpegurl: RFC 8216 §4. The others are what servers really send.
    private static final Set<String> PLAYLIST_TYPES = Set.of(
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "application/mpegurl",
            "audio/mpegurl",
            "audio/x-mpegurl");
    private static final Set<String> DASH_TYPES = Set.of("application/dash+xml");

    private Manifest() {}

    /** Whether an object is an HLS playlist to read; {@code path} is a URL's path, without its query. */
    public static boolean looksLikePlaylist(String path, Optional<String> contentType) {
        return isNamed(path, ".m3u8") || isNamed(path, ".m3u") || isOf(PLAYLIST_TYPES, contentType);
    }

    /** Whether an object is a DASH manifest, which this version does not follow. */
    public static boolean looksLikeDash(String path, Optional<String> contentType) {
        return isNamed(path, ".mpd") || isOf(DASH_TYPES, contentType);
    }

    private static boolean isNamed(String path, String ending) {
        return path.regionMatches(true, path.length() - ending.length(), ending, 0, ending.length());
    }

    private static boolean isOf(Set<String> types, Optional<String> contentType) {
        return contentType
                .map(Manifest::withoutParameters)
                .filter(types::contains)
                .isPresent();
    }

    private static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
