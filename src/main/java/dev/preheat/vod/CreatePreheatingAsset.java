package dev.preheat.vod;

import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.auth.Fingerprint;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.Wanted;
import dev.preheat.operation.WireError;
import dev.preheat.tenancy.Project;
import org.slf4j.MDC;

/**
 * {@code POST /v1.0/{project_id}/asset/preheating}: accepts a preheating task and answers 202 with its id.
 *
 * <p>Limits: 10 URLs, counted before repeated ones are dropped. The very same signed request is accepted once, however
 * often it comes, and so is one with the same {@code Idempotency-Key}. Source: Huawei VOD API, CDN Pre-loading, 2025-11-26.
 */
public record CreatePreheatingAsset(Preheater preheater, Repeats repeats) implements Operation {
    public record Created(String taskId) {}

    @Override
    public Response handle(Request request, Project project) {
        return switch (Wanted.read(request)) {
            case Wanted.Illegal(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case Wanted.Legal(var source) -> create(request, project, source);
        };
    }

    private Response create(Request request, Project project, PreheatSource source) {
        return switch (repeats.of(request, project)) {
            case Repeats.Absent() -> answer(request, preheater.submit(project, source, signed(request)));
            case Repeats.Given(var name) -> answer(request, preheater.submit(project, source, name));
            case Repeats.Illegal() -> WireError.ILLEGAL_FIELD.response(request, Repeats.FIELD);
        };
    }

    // The SDKs send the same bytes again after a broken connection; a token proves no single request.
    private static RequestKey signed(Request request) {
        return Fingerprint.of(request)
                .<RequestKey>map(signed -> new RequestKey.Signed(signed.hash(), signed.until()))
                .orElseGet(RequestKey.None::new);
    }

    public static Response answer(Request request, Submission submission) {
        return switch (submission) {
            case Submission.Accepted(var task) -> {
                MDC.put("task", task.value());
                yield Json.response(202, new Created(task.value()));
            }
            case Submission.ForeignDomain(var host) -> WireError.FOREIGN_DOMAIN.response(request, host);
            case Submission.DisabledDomain(var host) -> WireError.DISABLED_DOMAIN.response(request, host);
            case Submission.UnknownAsset() -> WireError.NOT_FOUND.response(request);
            case Submission.Unpublished() -> WireError.NOT_PUBLISHED.response(request);
            case Submission.NameTaken() -> WireError.ILLEGAL_FIELD.response(request, Repeats.FIELD);
            case Submission.QuotaSpent(int most) -> WireError.QUOTA_SPENT.response(request, Integer.toString(most));
        };
    }
}
