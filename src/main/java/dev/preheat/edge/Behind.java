package dev.preheat.edge;

import java.time.InstantSource;
import java.util.Optional;

/** An edge, and the origin behind it where that is known: what is needed to tell whose an answer is. */
public record Behind(Edge edge, Abilities abilities, Optional<OriginReader> origin, InstantSource clock) {
    EdgeSoftware software() {
        return EdgeSoftware.of(edge);
    }
}
