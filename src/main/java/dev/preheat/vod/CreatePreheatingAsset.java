package dev.preheat.vod;

import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.RequestKey;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.operation.PreheatBody;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.SubmissionAnswer;

/**
 * {@code POST /v1.0/{project_id}/asset/preheating}: accepts a preheating task and answers 202 with its id.
 *
 * <p>Limits: 10 URLs, counted before repeated ones are dropped. The same signed request is accepted once, however often it
 * arrives, and so is one with the same {@code Idempotency-Key}. Source: Huawei VOD API, CDN Pre-loading, 2025-11-26.
 */
public record CreatePreheatingAsset(Preheater preheater, Repeats repeats) implements Operation {
    @Override
    public Response handle(Call call) {
        return call.answer(PreheatBody.read(call), source -> create(call, source));
    }

    private Response create(Call call, PreheatSource source) {
        return switch (repeats.of(call)) {
            case Repeats.Absent() -> submit(call, source, signed(call));
            case Repeats.Given(var name) -> submit(call, source, name);
            case Repeats.Illegal() -> call.illegal(Repeats.FIELD);
        };
    }

    private Response submit(Call call, PreheatSource source, RequestKey key) {
        return SubmissionAnswer.of(call, preheater.submit(call.project(), source, key));
    }

    // The SDKs send the same bytes again after a broken connection; a token does not tell one request from another.
    private static RequestKey signed(Call call) {
        return call.caller()
                .signed()
                .<RequestKey>map(signed -> new RequestKey.Signed(signed.hash(), signed.until()))
                .orElseGet(RequestKey.None::new);
    }
}
