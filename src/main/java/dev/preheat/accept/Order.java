package dev.preheat.accept;

import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import java.util.List;
import java.util.Optional;

/**
 * A request that may be accepted: everything was found, only the quota is not yet charged.
 *
 * @param cost in the quota's unit, at least 0
 * @param asset what was asked for by its id
 * @param urls each once
 */
public record Order(RequestKey key, int cost, Optional<AssetId> asset, List<StreamingUrl> urls) {
    public Order {
        urls = List.copyOf(urls);
    }

    /** Of URLs alone. */
    public Order(RequestKey key, int cost, List<StreamingUrl> urls) {
        this(key, cost, Optional.empty(), urls);
    }
}
