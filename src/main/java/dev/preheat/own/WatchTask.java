package dev.preheat.own;

import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.PreheatTask;

/**
 * {@code GET /preheat/v1/projects/{project_id}/tasks/{task_id}/events}: a task as server-sent events, until it has ended.
 *
 * <p>A client that comes back with the {@code Last-Event-ID} it received last misses nothing, and may see some events twice;
 * with that of {@code finished} it is answered 204, which tells a browser to stop. Source: WHATWG HTML, server-sent events,
 * 2026.
 */
public record WatchTask(ShowTask show, TaskWatches watches) implements Operation {
    @Override
    public Response handle(Call call) {
        return show.find(call)
                .map(task -> watch(call, task))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }

    private Response watch(Call call, PreheatTask task) {
        var seen = call.request().headers().first("Last-Event-ID").orElse("");
        var events = TaskEvents.of(task);
        if (events.finished() && events.mark().equals(seen)) {
            return Response.empty(204);
        }
        return watches.open(call.project(), task, seen)
                .map(feed -> Response.streamed("text/event-stream", feed))
                .orElseGet(() -> WireError.TOO_MANY_WATCHERS.response(call.request(), watches.most()));
    }
}
