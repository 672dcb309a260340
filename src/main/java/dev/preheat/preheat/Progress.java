package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a fill is.
 *
 * @param objectsDone objects seen stored
 * @param objectsKnown objects found so far; grows while manifests are read
 * @param bytesDone the lengths of those seen stored
 * @param bytesReceived what it cost us to receive, heads and bodies
 */
public record Progress(
        int objectsDone, int objectsKnown, long bytesDone, long bytesReceived, Play play, Omitted omitted) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    /** Nothing is known of when the objects play. */
    public Progress(int objectsDone, int objectsKnown, long bytesDone, long bytesReceived) {
        this(objectsDone, objectsKnown, bytesDone, bytesReceived, Play.NONE, Omitted.NOTHING);
    }

    /** The same, with how far the title can be played. */
    public Progress with(Play other) {
        return new Progress(objectsDone, objectsKnown, bytesDone, bytesReceived, other, omitted);
    }

    /** The same, with what of it is not filled. */
    public Progress with(Omitted other) {
        return new Progress(objectsDone, objectsKnown, bytesDone, bytesReceived, play, other);
    }

    /**
     * How far the title can be played from the edge without its origin.
     *
     * @param secondsDone up to where every rendition is stored from its start
     * @param secondsKnown how long the title plays; 0 for what is no manifest
     * @param firstSecondsAt when the last object of the first seconds of every rendition was seen stored
     * @param live whether it still grows: what its manifests listed when they were read is all that is filled, and the
     *     seconds count back from the newest
     */
    public record Play(int secondsDone, int secondsKnown, Optional<Instant> firstSecondsAt, boolean live) {
        public static final Play NONE = new Play(0, 0, Optional.empty());

        /** A title that is not live. */
        public Play(int secondsDone, int secondsKnown, Optional<Instant> firstSecondsAt) {
            this(secondsDone, secondsKnown, firstSecondsAt, false);
        }
    }

    /**
     * What the title's manifests name and the fill does not cover.
     *
     * @param skipped how many of them cannot be filled: parts that cannot be read, objects on foreign hosts
     * @param leftOut how many the delivery domain's configuration does not want
     * @param what the same for a person, with the names of the hosts; at most 1,000 characters
     */
    public record Omitted(int skipped, int leftOut, Optional<String> what) {
        public static final Omitted NOTHING = new Omitted(0, 0, Optional.empty());
    }
}
