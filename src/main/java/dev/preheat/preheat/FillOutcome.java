package dev.preheat.preheat;

import java.time.Duration;
import java.util.Optional;

/** The end of one attempt at a fill. */
public sealed interface FillOutcome {
    Progress progress();

    /** Every object was seen stored. */
    record Proved(Proof proof, Progress progress) implements FillOutcome {}

    /**
     * Some object was not seen stored.
     *
     * @param reason one line for a person: the object, and what was seen
     * @param again true if another attempt can end better
     * @param after the time until it can, where that is known
     */
    record Failed(FailureClass failure, String reason, boolean again, Progress progress, Optional<Duration> after)
            implements FillOutcome {
        public Failed(FailureClass failure, String reason, boolean again, Progress progress) {
            this(failure, reason, again, progress, Optional.empty());
        }
    }
}
