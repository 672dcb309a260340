package dev.preheat.vod;

import dev.preheat.catalogue.AssetSearch;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /v1.0/{project_id}/asset/list}: the assets that match a filter, in brief, newest first.
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

    private record Answer(int total, List<VendorAsset.Summary> assets) {}

    @Override
    public List<String> single() {
        return AssetQuery.SINGLE;
    }

    @Override
    public Response handle(Call call) {
        return call.answer(new AssetQuery(call.query(), WORDS).read(), asked -> {
            var found = search.find(call.project().id(), asked.filter(), asked.page());
            var shown = found.assets().stream().map(VendorAsset.Summary::of).toList();
            return Json.response(200, new Answer(found.total(), shown));
        });
    }
}
