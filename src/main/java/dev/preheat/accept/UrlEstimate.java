package dev.preheat.accept;

import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.Progress;
import java.time.Duration;
import java.util.Optional;

/** What a fill of one streaming URL would come to. */
public sealed interface UrlEstimate {
    /** As the caller gave it. */
    String url();

    /**
     * What its manifests and its origin say.
     *
     * @param objects how many would be filled into an edge, each address once
     * @param bytes how many they have together; empty where the origin tells the length of none
     * @param exact whether every manifest was read and every object asked for its length; else the lengths of some stand for
     *     all
     * @param seconds how long it plays; 0 for what is no manifest
     * @param omitted what would not be filled
     * @param expected how long filling takes when nothing else is filled, as far as the origin's answers can tell
     * @param failure how a fill would end that is known to fail
     */
    record Known(
            String url,
            int objects,
            Optional<Long> bytes,
            boolean exact,
            int seconds,
            Progress.Omitted omitted,
            Duration expected,
            Optional<FillRecord.Failure> failure)
            implements UrlEstimate {}

    /** Nobody can tell, and {@code why}. */
    record Unknown(String url, String why) implements UrlEstimate {}
}
