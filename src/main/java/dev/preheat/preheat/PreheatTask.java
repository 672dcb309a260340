package dev.preheat.preheat;

import dev.preheat.preheat.PreheatingResult.Status;
import dev.preheat.tenancy.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One accepted request, as it stands now. Its status is computed from its fills, never stored. */
public record PreheatTask(TaskId id, ProjectId project, Instant createdAt, List<FillRecord> fills) {
    public PreheatTask {
        fills = List.copyOf(fills);
    }

    /** Each streaming URL once, in the order of the task. */
    public List<PreheatingResult> results() {
        return byUrl().entrySet().stream()
                .map(url -> new PreheatingResult(
                        url.getKey(),
                        Status.of(url.getValue().stream().map(FillRecord::state).toList())))
                .toList();
    }

    /** The fills of each streaming URL, one an edge, in the order of the task. */
    public Map<String, List<FillRecord>> byUrl() {
        var byUrl = new LinkedHashMap<String, List<FillRecord>>();
        fills.forEach(fill ->
                byUrl.computeIfAbsent(fill.url(), _ -> new ArrayList<>()).add(fill));
        return byUrl;
    }
}
