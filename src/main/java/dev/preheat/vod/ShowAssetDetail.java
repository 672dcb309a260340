package dev.preheat.vod;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1.0/{project_id}/asset/details?asset_id=&categories=}: one asset, or the parts of it that are named.
 *
 * <p>An asset has {@code base_info} and {@code transcode_info}, which holds the streaming URLs; the other two parts are
 * always absent.
 * Source: Huawei VOD API, Querying a Media Asset, 2026-01-16.
 */
public record ShowAssetDetail(AssetStore assets) implements Operation {
    private static final String BASE = "base_info";
    private static final String TRANSCODED = "transcode_info";
    private static final List<String> CATEGORIES = List.of(BASE, TRANSCODED, "thumbnail_info", "review_info");

    private record Answer(
            String assetId, Optional<VendorAsset.Basics> baseInfo, Optional<VendorAsset.Transcoded> transcodeInfo) {}

    @Override
    public List<String> single() {
        return List.of("asset_id");
    }

    @Override
    public Response handle(Call call) {
        var id = call.query().first("asset_id").orElse("");
        var categories = call.query().all("categories");
        if (!AssetId.isLegal(id)) {
            return call.illegal("asset_id");
        }
        if (!CATEGORIES.containsAll(categories)) {
            return call.illegal("categories");
        }
        var parts = categories.isEmpty() ? CATEGORIES : categories;
        return assets.find(call.project().id(), new AssetId(id))
                .map(asset -> Json.response(200, answer(asset, parts)))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }

    private static Answer answer(Asset asset, List<String> parts) {
        return new Answer(
                asset.id().value(),
                Optional.of(asset).filter(_ -> parts.contains(BASE)).map(VendorAsset.Basics::of),
                Optional.of(asset).filter(_ -> parts.contains(TRANSCODED)).map(VendorAsset.Transcoded::of));
    }
}
