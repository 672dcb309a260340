package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * An edge as this process sees it now; figures since the start begin anew after a restart.
 *
 * @param software as configured: {@code nginx}
 * @param shield the edge it pulls from
 * @param processes how many living processes fill it; if none, its fills wait
 * @param awaySince when it could no longer be reached; empty while it can be
 * @param abilities empty until its first self-test
 * @param lastProofAt when a fill was last proved in it; empty before the first since the start
 */
public record EdgeStanding(
        EdgeName name,
        String software,
        String region,
        Optional<EdgeName> shield,
        int processes,
        Optional<Instant> awaySince,
        Optional<Abilities> abilities,
        Load load,
        Optional<Instant> lastProofAt) {
    /**
     * The abilities of its software, found by experiment.
     *
     * @param probes true if it answers {@code only-if-cached} without filling, so that its proofs are of the strong kind
     * @param storesParts true if it stores parts of an object that were asked for alone, as far as was seen
     */
    public record Abilities(boolean probes, boolean storesParts) {}

    /**
     * The work under way in it.
     *
     * @param fills under way
     * @param objects under way
     * @param places for objects: as many as the edge was found to bear, at most {@code fill.per-edge}
     */
    public record Load(int fills, int objects, int places) {}
}
