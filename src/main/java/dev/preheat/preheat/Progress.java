package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * The progress of a fill.
 *
 * @param objectsDone objects seen stored
 * @param objectsKnown objects found so far; grows while manifests are read
 * @param bytesDone the lengths of those seen stored
 * @param bytesReceived all that was received for it, heads and bodies
 */
public record Progress(
        int objectsDone, int objectsKnown, long bytesDone, long bytesReceived, Play play, Omitted omitted) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    /** A progress of which it is not known when the objects play. */
    public Progress(int objectsDone, int objectsKnown, long bytesDone, long bytesReceived) {
        this(objectsDone, objectsKnown, bytesDone, bytesReceived, Play.NONE, Omitted.NOTHING);
    }

    /** Returns the same with other playing times. */
    public Progress with(Play other) {
        return new Progress(objectsDone, objectsKnown, bytesDone, bytesReceived, other, omitted);
    }

    /** Returns the same with other omissions. */
    public Progress with(Omitted other) {
        return new Progress(objectsDone, objectsKnown, bytesDone, bytesReceived, play, other);
    }

    /**
     * The part of the title that can be played from the edge without its origin.
     *
     * @param secondsDone the time up to which every rendition is stored from its start
     * @param secondsKnown the title's playing time; 0 if it has no manifest
     * @param firstSecondsAt when the last object of the first seconds of every rendition was seen stored
     * @param live true if it still grows: only what its manifests listed when they were read is filled, and the seconds
     *     count back from the newest
     */
    public record Play(int secondsDone, int secondsKnown, Optional<Instant> firstSecondsAt, boolean live) {
        public static final Play NONE = new Play(0, 0, Optional.empty());

        /** A title that is not live. */
        public Play(int secondsDone, int secondsKnown, Optional<Instant> firstSecondsAt) {
            this(secondsDone, secondsKnown, firstSecondsAt, false);
        }
    }

    /**
     * Objects that the title's manifests name and the fill does not cover.
     *
     * @param skipped the number that cannot be filled: parts that cannot be read, objects on foreign hosts
     * @param leftOut the number that the delivery domain's configuration does not want
     * @param what the same for a person, with the names of the hosts; at most 1,000 characters
     */
    public record Omitted(int skipped, int leftOut, Optional<String> what) {
        public static final Omitted NOTHING = new Omitted(0, 0, Optional.empty());
    }
}
