package dev.preheat.preheat;

import dev.preheat.catalogue.StreamingUrl;
import java.util.List;

/**
 * A request that may be accepted: everything was found, only the quota is not yet charged.
 *
 * @param cost in the quota's unit, at least 0
 * @param urls each once
 */
record Order(RequestKey key, int cost, List<StreamingUrl> urls) {
    Order {
        urls = List.copyOf(urls);
    }
}
