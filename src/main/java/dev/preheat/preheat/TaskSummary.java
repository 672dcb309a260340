package dev.preheat.preheat;

import dev.preheat.preheat.PreheatingResult.Status;
import java.time.Instant;
import java.util.EnumMap;

/**
 * A task in a list: its URLs, and how far all its fills are together.
 *
 * @param firstUrl the first of its streaming URLs, as given
 */
public record TaskSummary(TaskId id, Instant createdAt, String firstUrl, int urls, Fills fills, Done done) {
    /** The number of fills in each state. */
    public record Fills(int waiting, int running, int succeeded, int failed) {
        private Status status() {
            var many = new EnumMap<FillState, Integer>(FillState.class);
            many.put(FillState.WAITING, waiting);
            many.put(FillState.RUNNING, running);
            many.put(FillState.SUCCEEDED, succeeded);
            many.put(FillState.FAILED, failed);
            many.values().removeIf(fills -> fills == 0);
            return Status.of(many.keySet());
        }
    }

    /** The objects and bytes of all fills. */
    public record Done(long objectsDone, long objectsKnown, long bytesDone, long bytesReceived) {}

    /** The status of all its fills together. */
    public Status status() {
        return fills.status();
    }
}
