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
 * {@code POST /v1.0/{project_id}/asset/status/publish}: publishes assets, each for itself, and answers how each then stands.
 *
 * <p>Limits: 1 to 10 ids. Source: Huawei VOD API, Publishing Media Assets, 2026-01-16; the limit is assumed.
 */
public record PublishAssets(Publisher publisher) implements CatalogueEdit {
    /** Also what UnpublishAssets answers. */
    public record Done(List<VendorAsset.Info> assetInfoArray) {}

    @Override
    public Response handle(Request request, Editor editor) {
        return switch (AssetIds.read(request.body())) {
            case Json.Illegal<List<AssetId>>(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case Json.Read<List<AssetId>>(var ids) ->
                Json.response(
                        200,
                        new Done(ids.stream().map(id -> published(editor, id)).toList()));
        };
    }

    private VendorAsset.Info published(Editor editor, AssetId id) {
        return publisher.publish(editor, id).map(VendorAsset.Info::of).orElseGet(() -> VendorAsset.Info.none(id));
    }
}
