package dev.preheat.preheat;

import java.time.Duration;
import java.util.Optional;

/** How one attempt at a fill ended. */
public sealed interface FillOutcome {
    Progress progress();

    /** Every object was seen stored. */
    record Proved(Proof proof, Progress progress) implements FillOutcome {}

    /**
     * Some object was not.
     *
     * @param reason one line for a person: which object, what was seen
     * @param again whether another attempt can end better
     * @param after how long until it can, where that is known
     */
    record Failed(FailureClass failure, String reason, boolean again, Progress progress, Optional<Duration> after)
            implements FillOutcome {
        public Failed(FailureClass failure, String reason, boolean again, Progress progress) {
            this(failure, reason, again, progress, Optional.empty());
        }
    }
}
