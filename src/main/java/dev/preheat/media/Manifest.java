package dev.preheat.media;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An HLS playlist or a DASH manifest as far as filling needs it: what it leads to. A part that cannot be read costs that
 * part; whether the title is whole without it is said.
 *
 * @param references in playing order; each object, or range of one, once
 * @param live it may still grow: an HLS playlist neither ended nor declared {@code VOD}, a dynamic MPD
 * @param seconds how long it plays, as far as it says; 0 for a playlist of playlists
 * @param skippedParts how many lines or elements could not be read: what they lead to is missing from
 *     {@code references}, or only its time is
 * @param skipped the first of them, 20 at most, as {@code line 12: no address that can be fetched}
 * @param lost the first of them that players do not do without
 */
public record Manifest(
        List<Reference> references,
        boolean live,
        double seconds,
        int skippedParts,
        List<String> skipped,
        Optional<String> lost) {
    // application/vnd.apple.mpegurl and audio/mpegurl: RFC 8216 §4. application/dash+xml: ISO/IEC 23009-1 annex C.
    // The others are what servers really send.
    private static final Set<String> TYPES = Set.of(
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "application/mpegurl",
            "audio/mpegurl",
            "audio/x-mpegurl",
            "application/dash+xml",
            "application/vnd.ms-sstr+xml");
    private static final Pattern FILM = Pattern.compile(
            ".*\\.(?:mp4|m4[vas]|ts|mov|webm|mkv|flv|avi|wmv|3gp|mpe?g|og[gva]|mp3|aac|wav|jpe?g|png|webp)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FILM_TYPE = Pattern.compile("(?:video|audio|image)/(?!vnd\\.mpeg\\.dash).*");
    private static final Set<String> ROOTS = Set.of("MPD", "SmoothStreamingMedia");
    private static final List<String> ENDINGS =
            List.of(".m3u8", ".m3u", ".mpd", ".ism/manifest", ".isml/manifest"); // the last two are Smooth Streaming's

    public Manifest {
        references = List.copyOf(references);
        skipped = List.copyOf(skipped);
    }

    /** How reading ended. */
    public sealed interface Reading {}

    public record Read(Manifest manifest) implements Reading {}

    /** A manifest that leads to nothing, or is broken as a whole; {@code why} reads on after its name: {@code is no …}. */
    public record Unreadable(String why) implements Reading {}

    /** An error page, a video, an empty answer, other XML; {@code why} reads on after its name. */
    public record NotOne(String why) implements Reading {
        static final NotOne OF_ANY_KIND = new NotOne("is no manifest: it has neither #EXTM3U nor <MPD>");
    }

    /**
     * More references than the caller allows, or 32 million characters of them.
     *
     * @param found how many there are, as far as counting them was worth it; each counts that comes after the limit, again or not
     * @param repeating whether it was neither of these, and says the same so often that reading it on was not worth it
     */
    public record TooManyReferences(int limit, long found, boolean repeating) implements Reading {
        TooManyReferences(int limit, long found) {
            this(limit, found, false);
        }

        /** Reads on after the manifest's name. */
        public String why() {
            return found > limit
                    ? String.format(Locale.ROOT, "leads to %,d objects, and a title may have %,d", found, limit)
                    : repeating
                            ? "says the same again and again, for longer than it can be read"
                            : "leads to addresses of more than 32 million characters";
        }
    }

    /**
     * Whether an object is a manifest to read, told by its name or its content type.
     *
     * @param path a URL's path, without its query
     */
    public static boolean looksLikeOne(String path, Optional<String> contentType) {
        return ENDINGS.stream().anyMatch(ending -> isNamed(path, ending))
                || contentType
                        .map(Manifest::withoutParameters)
                        .filter(TYPES::contains)
                        .isPresent();
    }

    /**
     * Whether an object's name says that it is none, and its content type does not say otherwise.
     *
     * @param contentType empty where there is none
     */
    public static boolean looksLikeMedia(String path, String contentType) {
        var type = withoutParameters(contentType);
        boolean isBelieved = type.isEmpty() || (FILM_TYPE.matcher(type).matches() && !TYPES.contains(type));
        return FILM.matcher(path).matches() && isBelieved;
    }

    /**
     * Whether a text may be a manifest, told by its beginning, whatever its name and type.
     *
     * @param first its first bytes; when the root of an XML text is not among them, it may be one
     */
    public static boolean beginsLikeOne(byte[] first) {
        var text = ManifestText.decode(first);
        var prolog = new Prolog(text);
        return text.stripLeading().startsWith("#EXTM3U")
                || (prolog.isXml()
                        && prolog.root().filter(root -> !ROOTS.contains(root)).isEmpty());
    }

    private static boolean isNamed(String path, String ending) {
        return path.regionMatches(true, path.length() - ending.length(), ending, 0, ending.length());
    }

    private static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
