package dev.preheat.vod;

import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1.0/{project_id}/asset/preheating?task_id=}: the status of each streaming URL of a task.
 *
 * <p>Source: Huawei VOD API, vod_04_0120, 2025-11-26; status words in lower case, as its pages have them.
 */
public record ShowPreheatingAsset(TaskSearch tasks) implements Operation {
    private record Answer(List<Result> preheatingResults) {}

    private record Result(String url, String status) {}

    @Override
    public List<String> single() {
        return List.of("task_id");
    }

    @Override
    public Response handle(Call call) {
        var id = call.query().first("task_id").map(String::strip).orElse("");
        if (id.isEmpty()) {
            return call.illegal("task_id");
        }
        return Optional.of(id)
                .filter(TaskId::isLegal)
                .flatMap(legal -> tasks.find(call.project().id(), new TaskId(legal)))
                .map(task -> Json.response(200, answer(task)))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }

    private static Answer answer(PreheatTask task) {
        return new Answer(task.results().stream()
                .map(result -> new Result(result.url(), result.status().word()))
                .toList());
    }
}
