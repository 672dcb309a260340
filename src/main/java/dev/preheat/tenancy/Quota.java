package dev.preheat.tenancy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How much an account may preheat in a calendar day, and how large its catalogue may be.
 *
 * @param assetsPerDay an asset asked for by id costs one, as does each distinct URL; at least 0
 * @param zone whose midnight begins the day
 * @param streamingUrls of all its assets; at least 0
 */
public record Quota(int assetsPerDay, ZoneId zone, int streamingUrls) {
    public static final int STREAMING_URLS = 1_000_000;

    public Quota {
        if (assetsPerDay < 0 || streamingUrls < 0) {
            throw new IllegalArgumentException("a quota is 0 or more");
        }
    }

    /** With a catalogue as large as usual. */
    public Quota(int assetsPerDay, ZoneId zone) {
        this(assetsPerDay, zone, STREAMING_URLS);
    }

    /** The day that {@code now} is charged to. */
    public LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }
}
