package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * A fill as it stands now.
 *
 * @param url the streaming URL as the caller gave it
 * @param attempts the number of attempts begun
 * @param dueAt when the next attempt may begin, while it is waiting
 * @param proof present if it succeeded
 * @param failure of the last attempt, if that failed
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

    /** The time at which a fill is due that waits for its shield's: a year that will not come. */
    public static final Instant HELD = Instant.parse("9999-12-31T00:00:00Z");

    /** True if it waits for the fill of its edge's shield. */
    public boolean held() {
        return state == FillState.WAITING && dueAt.equals(HELD);
    }

    /** The reason why the last attempt failed. */
    public record Failure(FailureClass kind, String reason) {}
}
