package dev.preheat.own;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.tenancy.Project;

/**
 * {@code GET /preheat/v1/projects/{project_id}/tasks/{task_id}/events}: a task as server-sent events, until it has ended.
 *
 * <p>Whoever comes back with the {@code Last-Event-ID} he saw last misses nothing, and may see some things twice; with that of
 * {@code finished} he is answered 204, which tells a browser to stop. Source: WHATWG HTML, server-sent events, 2026.
 */
public record WatchTask(TaskSearch tasks, TaskWatches watches) implements Operation {
    @Override
    public Response handle(Request request, Project project) {
        return ShowTask.id(request)
                .flatMap(id -> tasks.find(project.id(), id))
                .map(task -> watch(request, project, task))
                .orElseGet(() -> WireError.NOT_FOUND.response(request));
    }

    private Response watch(Request request, Project project, PreheatTask task) {
        var seen = request.headers().first("Last-Event-ID").orElse("");
        var events = TaskEvents.of(task);
        if (events.finished() && events.mark().equals(seen)) {
            return Response.empty(204);
        }
        return watches.open(project, task, seen)
                .map(feed -> Response.streamed("text/event-stream", feed))
                .orElseGet(() -> WireError.TOO_MANY_WATCHERS.response(request, Integer.toString(watches.most())));
    }
}
