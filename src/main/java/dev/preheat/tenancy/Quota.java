package dev.preheat.tenancy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How much an account may preheat in a calendar day.
 *
 * @param assetsPerDay an asset asked for by id costs one, as does each distinct URL; at least 0
 * @param zone whose midnight begins the day
 */
public record Quota(int assetsPerDay, ZoneId zone) {
    public Quota {
        if (assetsPerDay < 0) {
            throw new IllegalArgumentException("a quota is 0 or more");
        }
    }

    /** The day that {@code now} is charged to. */
    public LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
