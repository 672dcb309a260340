package dev.preheat.preheat;

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
     */
    record Failed(FailureClass failure, String reason, boolean again, Progress progress) implements FillOutcome {}
}
