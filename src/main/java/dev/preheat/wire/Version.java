package dev.preheat.wire;

import dev.preheat.encoding.Sha256;
import dev.preheat.wire.Exchange.Answer;
import java.util.Optional;

/**
 * Tells two bodies of one URL apart: a strong ETag, or else Last-Modified and the length.
 *
 * @param length bytes of the whole body; -1 where it is not told, or was compressed on its way
 */
public record Version(Optional<String> etag, Optional<String> lastModified, long length) {
    // A title keeps one for each of its 100,000 objects, so of what is longer than servers make it a digest must do.
    private static final int LONGEST = 128;
    private static final String WEAK = "W/";

    /** A version of which nothing is known. */
    public static final Version UNKNOWN = new Version(Optional.empty(), Optional.empty(), -1);

    /** What this answer says of the body that it brings, wholly or in part. */
    public static Version of(Answer answer) {
        return new Version(
                answer.first("etag").map(Version::kept),
                answer.first("last-modified").map(Version::kept),
                length(answer));
    }

    /** The ETag, or else Last-Modified. */
    public Optional<String> identity() {
        return etag.or(() -> lastModified);
    }

    /**
     * Whether an origin that says {@code other} may still have this: nothing that both tell speaks against it. A weak ETag
     * says too little to count.
     */
    public boolean maybe(Version other) {
        return isAsLongAs(other)
                && ((isStrong() && other.isStrong())
                        ? etag.equals(other.etag)
                        : isEqualOrUntold(lastModified, other.lastModified));
    }

    /** Whether both may be parts of one body in one cache, which says its validators word for word each time. */
    public boolean isOneWith(Version other) {
        boolean isTagged = etag.isPresent() || other.etag.isPresent();
        return isAsLongAs(other) && (isTagged ? etag.equals(other.etag) : lastModified.equals(other.lastModified));
    }

    /** What both say. */
    public Version inCommon(Version other) {
        return new Version(
                etag.filter(_ -> etag.equals(other.etag)),
                lastModified.filter(_ -> lastModified.equals(other.lastModified)),
                length == other.length ? length : -1);
    }

    /** How it differs from another, for a person: {@code 300 bytes in the edge and 301 at the origin}. */
    public String against(Version other, String here, String there) {
        if (!isAsLongAs(other)) {
            return length + " bytes" + here + " and " + other.length + there;
        }
        return etag.equals(other.etag)
                ? "Last-Modified " + lastModified.orElse("none") + here + " and " + other.lastModified.orElse("none")
                        + there
                : "ETag " + etag.orElse("none") + here + " and " + other.etag.orElse("none") + there;
    }

    private static String kept(String validator) {
        return validator.length() <= LONGEST ? validator : digest(validator);
    }

    private static String digest(String text) {
        return (text.startsWith(WEAK) ? WEAK : "") + "\"sha-256:" + Sha256.hex(text) + "\"";
    }

    private static boolean isEqualOrUntold(Optional<String> one, Optional<String> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private boolean isStrong() {
        return etag.filter(tag -> !tag.startsWith(WEAK)).isPresent();
    }

    private boolean isAsLongAs(Version other) {
        return length < 0 || other.length < 0 || length == other.length;
    }

    // A 304 may carry a length that is another's or none's, and a compressed body has one of its own.
    private static long length(Answer answer) {
        return answer.first("content-encoding").isPresent()
                ? -1
                : switch (answer.status()) {
                    case 200 ->
                        answer.first("content-length").flatMap(Answer::number).orElse(-1L);
                    case 206, 416 -> answer.lengthOfWhole().orElse(-1L);
                    default -> -1;
                };
    }
}
