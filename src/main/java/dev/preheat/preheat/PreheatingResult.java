package dev.preheat.preheat;

import java.util.Collection;
import java.util.Locale;

/** A streaming URL of a task and its status in all edges together. */
public record PreheatingResult(String url, Status status) {
    public enum Status {
        PROCESSING,
        SUCCEED,
        FAILED;

        /** Folds fills into one status. Any fill failed: failed. All succeeded: succeed. Else processing. */
        public static Status of(Collection<FillState> fills) {
            if (fills.contains(FillState.FAILED)) {
                return FAILED;
            }
            return fills.stream().allMatch(FillState.SUCCEEDED::equals) ? SUCCEED : PROCESSING;
        }

        /** The word of the vendor's API: {@code succeed}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
