package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.time.Instant;
import java.util.List;

/**
 * A media asset and its streaming URLs.
 *
 * <p>Limits: a title of 128 bytes (the vendor's own), 1 to 1,000 streaming URLs, each once.
 *
 * @param published only a published asset can be preheated
 */
public record Asset(
        ProjectId project,
        AssetId id,
        String title,
        boolean published,
        List<StreamingUrl> urls,
        Instant createdAt,
        Instant updatedAt,
        AutoPreheat auto) {
    public static final int LONGEST_TITLE = 128;
    public static final int MOST_URLS = 1_000;

    public Asset {
        urls = List.copyOf(urls);
        if (urls.isEmpty() || urls.size() > MOST_URLS) {
            throw new IllegalArgumentException("an asset must have 1 to 1,000 streaming URLs");
        }
    }

    /** Makes an asset that is preheated only on request. */
    public Asset(
            ProjectId project,
            AssetId id,
            String title,
            boolean published,
            List<StreamingUrl> urls,
            Instant createdAt,
            Instant updatedAt) {
        this(project, id, title, published, urls, createdAt, updatedAt, AutoPreheat.OFF);
    }

    /** Returns the same asset, published or not from {@code at} on. */
    public Asset published(boolean now, Instant at) {
        return new Asset(project, id, title, now, urls, createdAt, at, auto);
    }

    public Asset with(AutoPreheat outcome) {
        return new Asset(project, id, title, published, urls, createdAt, updatedAt, outcome);
    }

    public Asset withCreatedAt(Instant at) {
        return new Asset(project, id, title, published, urls, at, updatedAt, auto);
    }
}
