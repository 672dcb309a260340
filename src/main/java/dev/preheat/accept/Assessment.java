package dev.preheat.accept;

import dev.preheat.catalogue.StreamingUrl;
import java.util.List;

/** What accepting a request would mean, before the quota is looked at. */
public sealed interface Assessment {
    /**
     * It can be accepted.
     *
     * @param cost what it takes of the day's quota
     * @param urls what would be filled, each once
     */
    record Acceptable(int cost, List<StreamingUrl> urls) implements Assessment {
        public Acceptable {
            urls = List.copyOf(urls);
        }
    }

    /** It cannot, whatever the quota. */
    record Refused(Submission why) implements Assessment {}
}
