package dev.preheat.own;

import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import java.util.Optional;

/** {@code GET /preheat/v1/projects/{project_id}/tasks/{task_id}}: a task with each of its fills. */
public record ShowTask(TaskSearch tasks) implements Operation {
    @Override
    public Response handle(Call call) {
        return find(call)
                .map(task -> Json.response(200, ShownTask.of(task)))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }

    /** The task in the path; empty if the project has no such task. */
    Optional<PreheatTask> find(Call call) {
        return id(call).flatMap(id -> tasks.find(call.project().id(), id));
    }

    /** The id in the path; empty if it can be no task's. */
    static Optional<TaskId> id(Call call) {
        return Optional.of(call.inPath("task_id")).filter(TaskId::isLegal).map(TaskId::new);
    }
}
