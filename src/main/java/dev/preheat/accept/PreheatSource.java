package dev.preheat.accept;

import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import java.util.List;
import java.util.Optional;

/**
 * The things a caller asks to preheat: an asset by its id, streaming URLs, or both (their union).
 *
 * <p>Limits: at most 10 URLs; at least one of the two. Source: Huawei VOD API, CDN Pre-loading, Table 3, 2025-11-26.
 */
public record PreheatSource(Optional<AssetId> asset, List<StreamingUrl> urls) {
    public static final int MOST_URLS = 10;

    public PreheatSource {
        urls = List.copyOf(urls);
        if (asset.isEmpty() && urls.isEmpty()) {
            throw new IllegalArgumentException("neither an asset nor a URL");
        }
        if (urls.size() > MOST_URLS) {
            throw new IllegalArgumentException("more than 10 URLs");
        }
    }
}
