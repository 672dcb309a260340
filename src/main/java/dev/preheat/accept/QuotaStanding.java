package dev.preheat.accept;

import java.time.Instant;
import java.time.LocalDate;

/**
 * How much of today's quota an account has used.
 *
 * @param day in the quota's zone
 * @param resetsAt when the next day begins, and nothing is used
 */
public record QuotaStanding(int assetsPerDay, int used, LocalDate day, Instant resetsAt) {
    /** What may still be preheated today; a quota that was lowered meanwhile leaves nothing. */
    public int left() {
        return Math.max(0, assetsPerDay - used);
    }
}
