package dev.preheat.accept;

import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.Progress;
import java.time.Duration;
import java.util.Optional;

/** The estimated work of a fill of one streaming URL. */
public sealed interface UrlEstimate {
    /** The URL as the caller gave it. */
    String url();

    /**
     * An estimate from its manifests and its origin.
     *
     * @param objects the number that would be filled into an edge, each address once
     * @param bytes their length together; empty if the origin tells the length of none
     * @param exact true if every manifest was read and every object asked for its length; else the lengths of some stand
     *     for all
     * @param seconds the playing time; 0 if it has no manifest
     * @param omitted the objects that would not be filled
     * @param expected the time for filling if nothing else is filled, as far as the origin's answers can tell
     * @param failure the end of a fill that is known to fail
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

    /** No estimate is possible, for the reason {@code why}. */
    record Unknown(String url, String why) implements UrlEstimate {}
}
