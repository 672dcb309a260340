package dev.preheat.media;

import dev.preheat.url.Url;
import java.util.Optional;

/**
 * One object that a playlist leads to.
 *
 * @param uri absolute, http or https, with a host; escaped as needed, no fragment, no default port
 * @param range the bytes that are played; empty for the whole object
 * @param startSeconds when the object is first needed, from the start of its rendition; 0 for what is needed at once
 * @param rendition of a playlist, the one it describes
 * @param mayBeMissing whether the manifest does not surely say that it exists, or players do not ask for it: the last
 *     segment of those that only the length of a DASH Period counts, what lies beyond its Period, indexes of segments
 */
public record Reference(
        Kind kind, Url uri, Optional<ByteRange> range, double startSeconds, Rendition rendition, boolean mayBeMissing) {
    /** What an object is for. */
    public enum Kind {
        /** A variant, a rendition, an I-frame or image playlist: another manifest to read. */
        PLAYLIST,
        /** What a decoder needs before the first segment. */
        INIT,
        /** A key that segments are encrypted with. */
        KEY,
        /** A piece of the film, or a part of such a piece. */
        SEGMENT
    }

    public Reference {
        if (!(startSeconds >= 0) || Double.isInfinite(startSeconds)) {
            throw new IllegalArgumentException("no time: " + startSeconds);
        }
    }

    /** What surely exists, as far as the manifest goes. */
    public Reference(Kind kind, Url uri, Optional<ByteRange> range, double startSeconds, Rendition rendition) {
        this(kind, uri, range, startSeconds, rendition, false);
    }

    /** The same, named by the manifest once more. */
    Reference again(Reference other) {
        boolean doubtful = mayBeMissing && other.mayBeMissing;
        return rendition.equals(other.rendition) && doubtful == mayBeMissing
                ? this
                : new Reference(kind, uri, range, startSeconds, rendition.or(other.rendition), doubtful);
    }

    /** The same, needed at another time. */
    Reference at(double seconds) {
        return new Reference(kind, uri, range, seconds, rendition, mayBeMissing);
    }
}
