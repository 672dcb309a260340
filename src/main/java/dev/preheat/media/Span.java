package dev.preheat.media;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * When a Period plays, in seconds.
 *
 * @param start from the start of the presentation
 * @param duration empty when nobody says
 * @param window what of it a live presentation has now; empty when it has all
 */
record Span(BigDecimal start, Optional<BigDecimal> duration, Optional<Window> window) {
    /** From when until when segments are there, in seconds from the start of the Period; either may lie outside it. */
    record Window(BigDecimal from, BigDecimal until) {}

    Span whole() {
        return new Span(start, duration, Optional.empty());
    }
}
