package dev.preheat.signing;

import java.time.Instant;

/**
 * What makes an access key a temporary one: a request must carry it, signed, as {@code X-Security-Token}.
 *
 * @param expires from then on the key counts no more
 */
public record SecurityToken(String value, Instant expires) {
    @Override
    public String toString() {
        return "SecurityToken[until " + expires + "]";
    }
}
