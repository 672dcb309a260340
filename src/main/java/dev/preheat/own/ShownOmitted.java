package dev.preheat.own;

import dev.preheat.preheat.Progress;
import java.util.Optional;

/** The parts of a title that are not filled. */
record ShownOmitted(int skipped, int leftOut, Optional<String> what) {
    static Optional<ShownOmitted> of(Progress.Omitted omitted) {
        return omitted.equals(Progress.Omitted.NOTHING)
                ? Optional.empty()
                : Optional.of(new ShownOmitted(omitted.skipped(), omitted.leftOut(), omitted.what()));
    }
}
