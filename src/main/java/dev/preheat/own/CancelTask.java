package dev.preheat.own;

import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
import dev.preheat.preheat.TaskControl;

/**
 * {@code POST /preheat/v1/projects/{project_id}/tasks/{task_id}/cancel}: stops the fills that have not ended and shows the
 * task.
 *
 * <p>A stopped fill has failed, with the class {@code cancelled}; what has succeeded stays. Nothing of the quota is given
 * back.
 */
public record CancelTask(TaskControl control, ShowTask show, Repeats repeats) implements Operation {
    @Override
    public Response handle(Call call) {
        return repeats.once(call, this::cancel, show);
    }

    private Response cancel(Call call) {
        var why = "cancelled by " + call.user().name();
        ShowTask.id(call).ifPresent(task -> control.cancel(call.project().id(), task, why));
        return show.handle(call);
    }
}
