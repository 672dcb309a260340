package dev.preheat.preheat;

import java.time.Instant;

/**
 * A task in a list: what it is about, and how far all its fills are together.
 *
 * @param firstUrl the first of its streaming URLs, as given
 */
public record TaskSummary(TaskId id, Instant createdAt, String firstUrl, int urls, Fills fills, Done done) {
    /** How many fills stand where. */
    public record Fills(int waiting, int running, int succeeded, int failed) {}

    /** The objects and bytes of all fills. */
    public record Done(long objectsDone, long objectsKnown, long bytesDone, long bytesReceived) {}

    /** As of the task itself: any fill failed, all succeeded, or else processing. */
    public PreheatingResult.Status status() {
        if (fills.failed() > 0) {
            return PreheatingResult.Status.FAILED;
        }
        return fills.waiting() + fills.running() > 0
                ? PreheatingResult.Status.PROCESSING
                : PreheatingResult.Status.SUCCEED;
    }
}
