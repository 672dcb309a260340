package dev.preheat.preheat;

/**
 * How far a fill is.
 *
 * @param objectsDone objects seen stored
 * @param objectsKnown objects found so far; grows while manifests are read
 * @param bytesDone the lengths of those seen stored
 * @param bytesReceived what it cost us to receive, heads and bodies
 */
public record Progress(int objectsDone, int objectsKnown, long bytesDone, long bytesReceived) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);
}
