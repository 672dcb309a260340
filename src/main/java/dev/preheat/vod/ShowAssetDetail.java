package dev.preheat.vod;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1.0/{project_id}/asset/details?asset_id=&categories=}: one asset, or the parts of it that are named.
 *
 * <p>There are {@code base_info} and, with the streaming URLs, {@code transcode_info}; the other two parts are never there.
 * Source: Huawei VOD API, Querying a Media Asset, 2026-01-16.
 */
public record ShowAssetDetail(AssetStore assets) implements Operation {
    private static final String BASE = "base_info";
    private static final String TRANSCODED = "transcode_info";
    private static final List<String> CATEGORIES = List.of(BASE, TRANSCODED, "thumbnail_info", "review_info");

    public record Details(
            String assetId, Optional<VendorAsset.Basics> baseInfo, Optional<VendorAsset.Transcoded> transcodeInfo) {}

    @Override
    public Response handle(Request request, Project project) {
        var query = new Query(request.query());
        var id = query.first("asset_id").orElse("");
        var categories = query.all("categories");
        if (!AssetId.isLegal(id)) {
            return WireError.ILLEGAL_FIELD.response(request, "asset_id");
        }
        if (!CATEGORIES.containsAll(categories)) {
            return WireError.ILLEGAL_FIELD.response(request, "categories");
        }
        var wanted = categories.isEmpty() ? CATEGORIES : categories;
        return assets.find(project.id(), new AssetId(id))
                .map(asset -> Json.response(200, details(asset, wanted)))
                .orElseGet(() -> WireError.NOT_FOUND.response(request));
    }

    private static Details details(Asset asset, List<String> wanted) {
        return new Details(
                asset.id().value(),
                Optional.of(asset).filter(_ -> wanted.contains(BASE)).map(VendorAsset.Basics::of),
                Optional.of(asset).filter(_ -> wanted.contains(TRANSCODED)).map(VendorAsset.Transcoded::of));
    }
}
