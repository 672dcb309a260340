package dev.preheat.preheat;

/** Where a fill stands. WAITING ⇄ RUNNING → SUCCEEDED or FAILED. */
public enum FillState {
    WAITING(0),
    RUNNING(1),
    SUCCEEDED(2),
    FAILED(3);

    private final int code;

    FillState(int code) {
        this.code = code;
    }

    /** What stands in the table. */
    public int code() {
        return code;
    }

    static FillState ofCode(int code) {
        for (var state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalStateException("no fill state has code " + code);
    }
}
