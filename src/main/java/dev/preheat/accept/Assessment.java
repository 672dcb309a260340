package dev.preheat.accept;

import dev.preheat.catalogue.StreamingUrl;
import java.util.List;

/** The outcome of accepting a request, before the quota is looked at. */
public sealed interface Assessment {
    /**
     * It can be accepted.
     *
     * @param cost its share of the day's quota
     * @param urls those that would be filled, each once
     */
    record Acceptable(int cost, List<StreamingUrl> urls) implements Assessment {
        public Acceptable {
            urls = List.copyOf(urls);
        }
    }

    /** It cannot be accepted, whatever the quota. */
    record Refused(Submission why) implements Assessment {}
}
