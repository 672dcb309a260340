package dev.preheat.own;

import dev.preheat.accept.Preheater;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.SubmissionAnswer;
import dev.preheat.operation.WireError;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * {@code POST /preheat/v1/projects/{project_id}/tasks/{task_id}/retry}: starts the failed fills again and shows the task.
 *
 * <p>Charges nothing. Starts nothing if the URL of a failed fill may not be preheated now; the refusal is that of
 * CreatePreheatingAsset. Nor if a webhook has not taken the last 10 notices about the task.
 *
 * @param untold counts the deliveries of a task that a webhook still waits for
 */
public record RetryTask(
        TaskControl control, ToIntFunction<TaskId> untold, Preheater preheater, ShowTask show, Repeats repeats)
        implements Operation {
    private static final int MOST_UNTOLD = 10;

    @Override
    public Response handle(Call call) {
        return repeats.once(call, this::retry, show);
    }

    private Response retry(Call call) {
        return show.find(call)
                .map(task -> retry(call, task))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }

    private Response retry(Call call, PreheatTask task) {
        if (untold.applyAsInt(task.id()) >= MOST_UNTOLD) {
            return WireError.TOO_MANY_UNTOLD.response(call.request(), MOST_UNTOLD);
        }
        return preheater
                .refusal(call.project(), failed(task))
                .map(refused -> SubmissionAnswer.of(call, refused))
                .orElseGet(() -> {
                    control.retry(call.project().id(), task.id());
                    return show.handle(call);
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
