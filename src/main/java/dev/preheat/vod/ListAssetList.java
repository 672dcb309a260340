package dev.preheat.vod;

import dev.preheat.catalogue.AssetSearch;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /v1.0/{project_id}/asset/list}: the assets that a filter lets through, in brief, newest first.
 *
 * <p>Source: Huawei VOD API, Querying Media Assets, 2026-01-16.
 */
public record ListAssetList(AssetSearch search) implements Operation {
    private static final AssetQuery.Words WORDS = new AssetQuery.Words(Map.of(
            "status",
            Set.of(
                    "CREATING",
                    "FAILED",
                    VendorAsset.CREATED,
                    VendorAsset.PUBLISHED,
                    "WAITING_TRANSCODE",
                    "TRANSCODING",
                    "TRANSCODE_SUCCEED",
                    "TRANSCODE_FAILED",
                    "THUMBNAILING",
                    "THUMBNAIL_SUCCEED",
                    "THUMBNAIL_FAILED",
                    "UN_REVIEW",
                    "REVIEWING",
                    "REVIEW_SUSPICIOUS",
                    "REVIEW_PASSED",
                    "REVIEW_FAILED",
                    "REVIEW_BLOCKED")));

    public record Found(int total, List<VendorAsset.Summary> assets) {}

    @Override
    public Response handle(Request request, Project project) {
        return switch (new AssetQuery(new Query(request.query()), WORDS).read()) {
            case AssetQuery.Wrong(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case AssetQuery.Wanted wanted -> {
                var found = search.find(project.id(), wanted.filter(), wanted.page());
                var shown = found.assets().stream().map(VendorAsset.Summary::of).toList();
                yield Json.response(200, new Found(found.total(), shown));
            }
        };
    }
}
