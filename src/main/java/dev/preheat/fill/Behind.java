package dev.preheat.fill;

import java.time.InstantSource;
import java.util.Optional;

/** An edge, and the origin behind it where that is known: what is needed to tell whose an answer is. */
record Behind(Edge edge, Abilities abilities, Optional<OriginReader> origin, InstantSource clock) {
    EdgeSoftware software() {
        return EdgeSoftware.of(edge);
    }
}
