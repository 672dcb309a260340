package dev.preheat.fill;

import dev.preheat.pace.Rates;
import java.time.Duration;

/**
 * How fast filling can be at most.
 *
 * @param limits what the configuration allows
 * @param pullers how many edges pull from the origin themselves, at least 1
 */
record Effort(FillLimits limits, int pullers) {
    Effort {
        if (pullers < 1) {
            throw new IllegalArgumentException("somebody pulls from the origin");
        }
    }

    /**
     * What was seen of an origin.
     *
     * @param latency nanoseconds until an answer begins
     * @param bytesPerSecond on one connection; 0 where nothing was fetched
     */
    record Seen(long latency, double bytesPerSecond) {}

    /** How long so much takes when all places are taken, or as long as the rates of the configuration want it. */
    Duration of(int objects, long bytes, Seen seen) {
        double fetch = seen.bytesPerSecond() == 0 ? 0 : bytes / seen.bytesPerSecond();
        double alone = objects * (seen.latency() / 1e9) + fetch;
        int places = Math.min(limits.perOrigin(), limits.perEdge() * pullers);
        double sideBySide = alone * pullers / Math.min(places, Math.max(1, objects * pullers));
        double allowed = Math.max(
                atRate(limits.edge(), objects, (double) bytes),
                atRate(limits.origin(), objects * (double) pullers, bytes * (double) pullers));
        return Duration.ofMillis((long) (1e3 * Math.max(sideBySide, allowed)));
    }

    private static double atRate(Rates rates, double objects, double bytes) {
        double requests = rates.requestsPerSecond() == 0 ? 0 : objects / rates.requestsPerSecond();
        double bits = rates.mbitPerSecond() == 0 ? 0 : bytes * 8 / (rates.mbitPerSecond() * 1e6);
        return Math.max(requests, bits);
    }
}
