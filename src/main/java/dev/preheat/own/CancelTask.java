package dev.preheat.own;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.UserOperation;
import dev.preheat.preheat.TaskControl;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;

/**
 * {@code POST /preheat/v1/projects/{project_id}/tasks/{task_id}/cancel}: stops what has not ended and answers the task.
 *
 * <p>What was stopped has failed, with the class {@code cancelled}; what has succeeded stays. Nothing is given back.
 */
public record CancelTask(TaskControl control, ShowTask show) implements UserOperation {
    @Override
    public Response handle(Request request, Project project, User user) {
        ShowTask.id(request).ifPresent(task -> control.cancel(project.id(), task, "cancelled by " + user.name()));
        return show.handle(request, project);
    }
}
