package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * How an attempt at a fill ended, for who counts.
 *
 * @param failure of one that was not proved
 * @param since how long ago the task was accepted
 */
public record FillEnd(Edge edge, How how, Optional<FailureClass> failure, Progress progress, Duration since) {
    /** What becomes of the fill. */
    public enum How {
        PROVED,
        /** It is begun again later. */
        RETRIED,
        FAILED
    }
}
