package dev.preheat.preheat;

import java.time.Instant;
import java.util.Optional;

/**
 * An edge as this process sees it now; what is told since the start is told anew after a restart.
 *
 * @param software as configured: {@code nginx}
 * @param shield the edge it pulls from
 * @param processes how many that live fill it; none: its fills wait
 * @param awaySince when it could no longer be reached; empty while it can
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
     * What it was found to do, by experiment.
     *
     * @param probes whether it answers {@code only-if-cached} without filling, so that its proofs are of the strong kind
     * @param storesParts whether it stores what was asked for in part, as far as was seen
     */
    public record Abilities(boolean probes, boolean storesParts) {}

    /**
     * How busy it is.
     *
     * @param fills under way
     * @param objects under way
     * @param places for objects, as many as the edge was found to bear; at most {@code fill.per-edge}
     */
    public record Load(int fills, int objects, int places) {}
}
