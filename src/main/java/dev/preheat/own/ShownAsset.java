package dev.preheat.own;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.StreamingUrl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An asset in the answers of our own operations. */
public record ShownAsset(
        String assetId,
        String title,
        boolean published,
        List<String> streamingUrls,
        boolean autoPreheat,
        Optional<String> autoTaskId,
        Optional<String> autoRefused,
        Instant createdAt,
        Instant updatedAt) {
    static ShownAsset of(Asset asset) {
        return new ShownAsset(
                asset.id().value(),
                asset.title(),
                asset.published(),
                asset.urls().stream().map(StreamingUrl::given).toList(),
                asset.auto().wanted(),
                asset.auto().task(),
                asset.auto().refused(),
                asset.createdAt(),
                asset.updatedAt());
    }
}
