package dev.preheat.api;

import dev.preheat.auth.Fingerprint;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.preheat.PreheatSource;
import dev.preheat.preheat.Preheater;
import dev.preheat.preheat.RequestKey;
import dev.preheat.preheat.Submission;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1.0/{project_id}/asset/preheating}: accepts a preheating task and answers 202 with its id.
 *
 * <p>Limits: 10 URLs, counted before repeated ones are dropped. The very same signed request is accepted once, however
 * often it comes, and so is one with the same {@code Idempotency-Key}. Source: Huawei VOD API, CDN Pre-loading, 2025-11-26.
 */
record CreatePreheatingAsset(Preheater preheater, Repeats repeats) implements Operation {
    private record Wanted(
            @Nullable String assetId, @Nullable List<@Nullable String> urls) {}

    private record Created(String taskId) {}

    @Override
    public Response handle(Request request, Project project) {
        return switch (Json.read(request.body(), Wanted.class)) {
            case Json.Illegal<Wanted>(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case Json.Read<Wanted>(var wanted) -> create(request, project, wanted);
        };
    }

    private Response create(Request request, Project project, Wanted wanted) {
        var asset = Optional.ofNullable(wanted.assetId());
        var urls = urls(Optional.ofNullable(wanted.urls()).orElse(List.of()));
        if (!asset.map(AssetId::isLegal).orElse(true)) {
            return WireError.ILLEGAL_FIELD.response(request, "asset_id");
        }
        if (urls.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "urls");
        }
        if (asset.isEmpty() && urls.get().isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "asset_id");
        }
        var source = new PreheatSource(asset.map(AssetId::new), urls.get());
        return switch (repeats.of(request, project, signed(request))) {
            case Repeats.Absent() -> answer(request, preheater.submit(project, source, signed(request)));
            case Repeats.Given(var name) -> answer(request, preheater.submit(project, source, name));
            case Repeats.Illegal() -> WireError.ILLEGAL_FIELD.response(request, Repeats.FIELD);
        };
    }

    private static Optional<List<StreamingUrl>> urls(List<@Nullable String> texts) {
        return texts.size() > PreheatSource.MOST_URLS ? Optional.empty() : Urls.read(texts);
    }

    // The SDKs send the same bytes again after a broken connection; a token proves no single request.
    private static RequestKey signed(Request request) {
        return Fingerprint.of(request)
                .<RequestKey>map(signed -> new RequestKey.Signed(signed.hash(), signed.until()))
                .orElseGet(RequestKey.None::new);
    }

    static Response answer(Request request, Submission submission) {
        return switch (submission) {
            case Submission.Accepted(var task) -> Json.response(202, new Created(task.value()));
            case Submission.ForeignDomain(var host) -> WireError.FOREIGN_DOMAIN.response(request, host);
            case Submission.DisabledDomain(var host) -> WireError.DISABLED_DOMAIN.response(request, host);
            case Submission.UnknownAsset() -> WireError.NOT_FOUND.response(request);
            case Submission.Unpublished() -> WireError.NOT_PUBLISHED.response(request);
            case Submission.NameTaken() -> WireError.ILLEGAL_FIELD.response(request, Repeats.FIELD);
            case Submission.QuotaSpent(int most) -> WireError.QUOTA_SPENT.response(request, Integer.toString(most));
        };
    }
}
