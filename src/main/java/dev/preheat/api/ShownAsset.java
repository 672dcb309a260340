package dev.preheat.api;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.StreamingUrl;
import java.time.Instant;
import java.util.List;

/** An asset as our own operations show it. */
record ShownAsset(
        String assetId,
        String title,
        boolean published,
        List<String> streamingUrls,
        Instant createdAt,
        Instant updatedAt) {
    static ShownAsset of(Asset asset) {
        return new ShownAsset(
                asset.id().value(),
                asset.title(),
                asset.published(),
                asset.urls().stream().map(StreamingUrl::given).toList(),
                asset.createdAt(),
                asset.updatedAt());
    }
}
