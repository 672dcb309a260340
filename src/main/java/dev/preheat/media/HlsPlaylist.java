package dev.preheat.media;

import java.net.URI;
import java.util.List;

/**
 * An HLS playlist as far as filling needs it (RFC 8216, draft-pantos-hls-rfc8216bis): what it leads to. A line that
 * cannot be read costs that line, never the playlist.
 *
 * @param references in the order of the file, which is playing order; each object, or range of one, once
 * @param live a media playlist that may still grow: neither ended nor declared {@code VOD}
 * @param skippedLines how many lines could not be read: what they lead to is missing from {@code references}, or only
 *     its time is
 * @param skipped the first of them, 20 at most, as {@code line 12: no address that can be fetched}
 */
public record HlsPlaylist(List<Reference> references, boolean live, int skippedLines, List<String> skipped) {
    public HlsPlaylist {
        references = List.copyOf(references);
        skipped = List.copyOf(skipped);
    }

    /** How reading ended. */
    public sealed interface Reading {}

    public record Read(HlsPlaylist playlist) implements Reading {}

    /** No {@code #EXTM3U} among the first ten lines that are not blank: an error page, a video, an empty answer. */
    public record NotAPlaylist() implements Reading {}

    /** More references than the caller allows, or 32 million characters of them; nothing after the limit was read. */
    public record TooManyReferences(int limit) implements Reading {}

    /**
     * Reads a playlist.
     *
     * @param base the playlist's own address, absolute, http or https
     * @param text all of it; how much text that may be is the caller's limit
     * @param mostReferences 1 or more
     */
    public static Reading read(URI base, String text, int mostReferences) {
        if (!String.valueOf(base.getScheme()).matches("https?") || base.getHost() == null || mostReferences < 1) {
            throw new IllegalArgumentException("a playlist has an http address and a limit: " + base);
        }
        return new HlsReader(base, mostReferences).read(text);
    }
}
