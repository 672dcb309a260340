package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * A fill as it stands now.
 *
 * @param url the streaming URL as the caller gave it
 * @param attempts how many attempts were begun
 * @param dueAt when the next attempt may begin, while it is waiting
 * @param proof when it succeeded
 * @param failure when an attempt failed: the last one's class and reason
 */
public record FillRecord(
        String url,
        EdgeName edge,
        FillState state,
        int attempts,
        Instant dueAt,
        Progress progress,
        Optional<Proof> proof,
        Optional<Failure> failure) {

    /** Whether it waits for the fill of its edge's shield. */
    public boolean held() {
        return state == FillState.WAITING && dueAt.equals(FillQueue.HELD);
    }

    /** Why the last attempt failed. */
    public record Failure(FailureClass kind, String reason) {}
}
