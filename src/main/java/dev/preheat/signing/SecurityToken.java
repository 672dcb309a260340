package dev.preheat.signing;

import java.time.Instant;

/**
 * The token of a temporary access key: a request must carry it, signed, as {@code X-Security-Token}.
 *
 * @param expires the key is refused from then on
 */
public record SecurityToken(String value, Instant expires) {
    @Override
    public String toString() {
        return "SecurityToken[until " + expires + "]";
    }
}
