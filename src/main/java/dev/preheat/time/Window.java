package dev.preheat.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A length of time that begins at an instant.
 *
 * <p>A clock that is set back to before its beginning has left it: nothing that is believed, locked or silent for a while
 * stays so until the clock is where it was.
 */
public record Window(Instant begin, Duration length) {
    /** A window that no instant is in. */
    public static final Window NEVER = new Window(Instant.EPOCH, Duration.ZERO);

    public boolean has(Instant now) {
        return !now.isBefore(begin) && now.isBefore(begin.plus(length));
    }
}
