package dev.preheat.preheat;

import java.util.List;
import java.util.Locale;

/** A streaming URL of a task and its status in all edges together. */
public record PreheatingResult(String url, Status status) {
    public enum Status {
        PROCESSING,
        SUCCEED,
        FAILED;

        /** As the vendor's API has it: {@code succeed}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Any fill failed: failed. All succeeded: succeed. Else processing. */
    static Status fold(List<FillState> fills) {
        if (fills.contains(FillState.FAILED)) {
            return Status.FAILED;
        }
        return fills.stream().allMatch(FillState.SUCCEEDED::equals) ? Status.SUCCEED : Status.PROCESSING;
    }
}
