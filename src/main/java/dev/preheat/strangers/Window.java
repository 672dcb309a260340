package dev.preheat.strangers;

import java.time.Duration;
import java.time.Instant;

/** A time that begins at an instant. A clock that was set back before it is outside it: nobody waits until it is right again. */
public record Window(Instant begin, Duration length) {
    public boolean has(Instant now) {
        return !now.isBefore(begin) && now.isBefore(begin.plus(length));
    }
}
