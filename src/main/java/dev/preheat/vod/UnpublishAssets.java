package dev.preheat.vod;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.AssetId;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.CatalogueEdit;
import dev.preheat.operation.Json;
import dev.preheat.operation.WireError;
import java.util.List;

/**
 * {@code POST /v1.0/{project_id}/asset/status/unpublish}: unpublishes assets, each for itself; what of them is not yet filled
 * is stopped.
 *
 * <p>Limits: 1 to 10 ids. Source: Huawei VOD API, Unpublishing Media Assets, 2024-12-04; the limit is assumed.
 */
public record UnpublishAssets(Publisher publisher) implements CatalogueEdit {
    @Override
    public Response handle(Request request, Editor editor) {
        return switch (AssetIds.read(request.body())) {
            case Json.Illegal<List<AssetId>>(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case Json.Read<List<AssetId>>(var ids) ->
                Json.response(
                        200,
                        new PublishAssets.Done(
                                ids.stream().map(id -> unpublished(editor, id)).toList()));
        };
    }

    private VendorAsset.Info unpublished(Editor editor, AssetId id) {
        return publisher.unpublish(editor, id).map(VendorAsset.Info::of).orElseGet(() -> VendorAsset.Info.none(id));
    }
}
