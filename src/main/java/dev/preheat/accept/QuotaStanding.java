package dev.preheat.accept;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The part of today's quota that an account has used.
 *
 * @param day in the quota's zone
 * @param resetsAt when the next day begins, with nothing used
 */
public record QuotaStanding(int assetsPerDay, int used, LocalDate day, Instant resetsAt) {
    /** The part that is left today; a quota that was lowered meanwhile leaves nothing. */
    public int left() {
        return Math.max(0, assetsPerDay - used);
    }
}
