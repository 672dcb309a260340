package dev.preheat.own;

import dev.preheat.accept.Preheater;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.UserOperation;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;
import dev.preheat.vod.CreatePreheatingAsset;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * {@code POST /preheat/v1/projects/{project_id}/tasks/{task_id}/retry}: begins the failed fills anew and answers the task.
 *
 * <p>Nothing is charged. If the URL of a failed fill may not be preheated now, nothing is begun, and the refusal is that of
 * CreatePreheatingAsset. Nor is it if a webhook has 10 deliveries of the task still to take.
 *
 * @param untold counts the deliveries of a task that a webhook still waits for
 */
public record RetryTask(TaskSearch tasks, Preheater preheater, TaskControl control, ToIntFunction<TaskId> untold)
        implements UserOperation {
    private static final int MOST_UNTOLD = 10;

    @Override
    public Response handle(Request request, Project project, User user) {
        var task = ShowTask.id(request).flatMap(id -> tasks.find(project.id(), id));
        if (task.isEmpty()) {
            return WireError.NOT_FOUND.response(request);
        }
        if (untold.applyAsInt(task.get().id()) >= MOST_UNTOLD) {
            return WireError.TOO_MANY_UNTOLD.response(request, Integer.toString(MOST_UNTOLD));
        }
        return preheater
                .refusal(project, failed(task.get()))
                .map(refused -> CreatePreheatingAsset.answer(request, refused))
                .orElseGet(() -> {
                    control.retry(project.id(), task.get().id());
                    return new ShowTask(tasks).handle(request, project);
                });
    }

    private static List<StreamingUrl> failed(PreheatTask task) {
        return task.fills().stream()
                .filter(fill -> fill.state() == FillState.FAILED)
                .map(FillRecord::url)
                .distinct()
                .map(StreamingUrl::stored)
                .toList();
    }
}
