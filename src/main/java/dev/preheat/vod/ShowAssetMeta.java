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
 * {@code GET /v1.0/{project_id}/asset/info}: the assets that a filter lets through, newest first, with their streaming URLs.
 *
 * <p>Source: Huawei VOD API, Querying Media Asset Information, 2021-09, and the SDK's ShowAssetMetaRequest, 3.1.143.
 */
public record ShowAssetMeta(AssetSearch search) implements Operation {
    private static final AssetQuery.Words WORDS = new AssetQuery.Words(Map.of(
            "status",
            Set.of(
                    "UNCREATED",
                    "DELETED",
                    "CANCELLED",
                    "SERVER_ERROR",
                    "UPLOAD_FAILED",
                    "CREATING",
                    VendorAsset.PUBLISHED,
                    "WAITING_TRANSCODE",
                    "TRANSCODING",
                    "TRANSCODE_FAILED",
                    "TRANSCODE_SUCCEED",
                    VendorAsset.CREATED),
            "assetStatus",
            Set.of(VendorAsset.PUBLISHED, VendorAsset.CREATED),
            "transcodeStatus",
            Set.of("UN_TRANSCODE", "WAITING_TRANSCODE", "TRANSCODING", "TRANSCODE_SUCCEED", "TRANSCODE_FAILED")));

    public record Found(List<VendorAsset.Info> assetInfoArray, int isTruncated, int total) {}

    @Override
    public Response handle(Request request, Project project) {
        return switch (new AssetQuery(new Query(request.query()), WORDS).read()) {
            case AssetQuery.Wrong(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case AssetQuery.Wanted wanted -> {
                var found = search.find(project.id(), wanted.filter(), wanted.page());
                var shown = found.assets().stream().map(VendorAsset.Info::of).toList();
                yield Json.response(200, new Found(shown, shown.size() < found.total() ? 1 : 0, found.total()));
            }
        };
    }
}
