package dev.preheat.tenancy;

import dev.preheat.limit.Range;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * How much an account may preheat in a calendar day, and how large its catalogue may be.
 *
 * @param assetsPerDay an asset asked for by id costs one, as does each distinct URL
 * @param zone whose midnight begins the day
 * @param streamingUrls of all its assets
 */
public record Quota(int assetsPerDay, ZoneId zone, int streamingUrls) {
    public static final Range RANGE = new Range(0, 1_000_000_000);
    public static final int STREAMING_URLS = 1_000_000;

    public Quota {
        RANGE.check(assetsPerDay);
        RANGE.check(streamingUrls);
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
