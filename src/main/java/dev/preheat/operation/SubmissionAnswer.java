package dev.preheat.operation;

import dev.preheat.accept.Submission;
import dev.preheat.http.Response;
import org.slf4j.MDC;

/** The answer to asking for a preheat, for every operation that does. */
public final class SubmissionAnswer {
    private SubmissionAnswer() {}

    private record Created(String taskId) {}

    public static Response of(Call call, Submission submission) {
        var request = call.request();
        return switch (submission) {
            case Submission.Accepted(var task) -> {
                MDC.put("task", task.value());
                yield Json.response(202, new Created(task.value()));
            }
            case Submission.ForeignDomain(var host) -> WireError.FOREIGN_DOMAIN.response(request, host);
            case Submission.DisabledDomain(var host) -> WireError.DISABLED_DOMAIN.response(request, host);
            case Submission.UnknownAsset() -> WireError.NOT_FOUND.response(request);
            case Submission.Unpublished() -> WireError.NOT_PUBLISHED.response(request);
            case Submission.NameTaken() -> call.illegal(Repeats.FIELD);
            case Submission.QuotaSpent(int most) -> WireError.QUOTA_SPENT.response(request, most);
        };
    }
}
