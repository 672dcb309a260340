package dev.preheat.vod;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.PreheatingResult;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1.0/{project_id}/asset/preheating?task_id=}: each streaming URL of a task and how far it is.
 *
 * <p>Source: Huawei VOD API, vod_04_0120, 2025-11-26; status words in lower case, as its pages have them.
 */
public record ShowPreheatingAsset(TaskSearch tasks) implements Operation {
    public record Shown(List<Result> preheatingResults) {}

    private record Result(String url, String status) {}

    @Override
    public Response handle(Request request, Project project) {
        var id = new Query(request.query()).first("task_id").map(String::strip).orElse("");
        if (id.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "task_id");
        }
        return Optional.of(id)
                .filter(TaskId::isLegal)
                .flatMap(legal -> tasks.find(project.id(), new TaskId(legal)))
                .map(ShowPreheatingAsset::shown)
                .orElseGet(() -> WireError.NOT_FOUND.response(request));
    }

    private static Response shown(PreheatTask task) {
        var results = task.results().stream()
                .map(result -> new Result(result.url(), word(result.status())))
                .toList();
        return Json.response(200, new Shown(results));
    }

    /** {@code processing}, {@code succeed} or {@code failed}. */
    public static String word(PreheatingResult.Status status) {
        return status.word();
    }
}
