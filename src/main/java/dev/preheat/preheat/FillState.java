package dev.preheat.preheat;

import java.util.regex.Pattern;

/** Where a fill stands. WAITING ⇄ RUNNING → SUCCEEDED or FAILED. */
public enum FillState {
    WAITING(0),
    RUNNING(1),
    SUCCEEDED(2),
    FAILED(3);

    private static final Pattern NAME = Pattern.compile("\\b(WAITING|RUNNING|SUCCEEDED|FAILED|ENDED)\\b");

    private final int code;

    FillState(int code) {
        this.code = code;
    }

    /**
     * Replaces the names of states in a statement by the numbers in the table. {@code state < ENDED} holds for a fill that has
     * not ended; the indexes of the table need it in these words.
     */
    public static String sql(String text) {
        return NAME.matcher(text).replaceAll(found -> Integer.toString(ofName(found.group()).code));
    }

    private static FillState ofName(String name) {
        return name.equals("ENDED") ? SUCCEEDED : valueOf(name);
    }

    /** The number in the table. */
    int code() {
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
