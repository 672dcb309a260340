package dev.preheat.preheat;

/** Where a fill stands. WAITING ⇄ RUNNING → SUCCEEDED or FAILED. */
public enum FillState {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** Whether nothing more will happen to it. */
    public boolean ended() {
        return this == SUCCEEDED || this == FAILED;
    }
}
