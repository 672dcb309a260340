package dev.preheat.own;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.tenancy.Project;
import java.util.Optional;

/** {@code GET /preheat/v1/projects/{project_id}/tasks/{task_id}}: a task with each of its fills. */
public record ShowTask(TaskSearch tasks) implements Operation {
    @Override
    public Response handle(Request request, Project project) {
        return id(request)
                .flatMap(id -> tasks.find(project.id(), id))
                .map(task -> Json.response(200, ShownTask.of(task)))
                .orElseGet(() -> WireError.NOT_FOUND.response(request));
    }

    /** The id in the path; empty when it can be no task's. */
    static Optional<TaskId> id(Request request) {
        return Optional.ofNullable(request.pathValues().get("task_id"))
                .filter(TaskId::isLegal)
                .map(TaskId::new);
    }
}
