package dev.preheat.tenancy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The most that an account may preheat in a calendar day, and the largest catalogue it may have.
 *
 * @param assetsPerDay an asset asked for by id costs one, as does each distinct URL; at least 0
 * @param zone the one whose midnight begins the day
 * @param streamingUrls the most of all its assets; at least 0
 */
public record Quota(int assetsPerDay, ZoneId zone, int streamingUrls) {
    public static final int STREAMING_URLS = 1_000_000;

    public Quota {
        if (assetsPerDay < 0 || streamingUrls < 0) {
            throw new IllegalArgumentException("a quota must be 0 or more");
        }
    }

    /** Makes a quota with the usual limit of the catalogue. */
    public Quota(int assetsPerDay, ZoneId zone) {
        this(assetsPerDay, zone, STREAMING_URLS);
    }

    /** The day that {@code now} is charged to. */
    public LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
