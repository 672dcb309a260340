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
 * {@code GET /v1.0/{project_id}/asset/info}: the assets that match a filter, newest first, with their streaming URLs.
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

    private record Answer(List<VendorAsset.Info> assetInfoArray, int isTruncated, int total) {}

    @Override
    public List<String> single() {
        return AssetQuery.SINGLE;
    }

    @Override
    public Response handle(Call call) {
        return call.answer(new AssetQuery(call.query(), WORDS).read(), asked -> {
            var found = search.find(call.project().id(), asked.filter(), asked.page());
            var shown = found.assets().stream().map(VendorAsset.Info::of).toList();
            return Json.response(200, new Answer(shown, shown.size() < found.total() ? 1 : 0, found.total()));
        });
    }
}
