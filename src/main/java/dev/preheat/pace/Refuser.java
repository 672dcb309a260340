package dev.preheat.pace;

import dev.preheat.wire.Exchange.Answer;

/** Who answered that too much was asked for (429) or that it cannot answer now (503). */
public enum Refuser {
    /** The edge itself: the origin was not asked. */
    EDGE,
    /** The origin, or the edge because it could not ask it. */
    ORIGIN,
    /** Nobody can tell: either. */
    UNKNOWN;

    public static boolean isRefusal(Answer answer) {
        return answer.status() == 429 || answer.status() == 503;
    }
}
