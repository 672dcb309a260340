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
 * @param firstSecondsAt when the last object of the first seconds of every rendition was seen stored
 */
public record Progress(
        int objectsDone, int objectsKnown, long bytesDone, long bytesReceived, Optional<Instant> firstSecondsAt) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    /** The first seconds are not there yet. */
    public Progress(int objectsDone, int objectsKnown, long bytesDone, long bytesReceived) {
        this(objectsDone, objectsKnown, bytesDone, bytesReceived, Optional.empty());
    }
}
