package dev.preheat.vod;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.AssetId;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.CatalogueEdit;
import dev.preheat.operation.Json;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import java.util.List;

/**
 * {@code DELETE /v1.0/{project_id}/asset?asset_id=…}: deletes assets, each for itself; what of them is not yet filled is
 * stopped.
 *
 * <p>Limits: 1 to 10 ids. {@code delete_type=origin}, which is to spare the transcoded files, is refused: the catalogue has
 * no source files. Source: Huawei VOD API, Deleting a Media Asset, 2026-01-16.
 */
public record DeleteAssets(Publisher publisher) implements CatalogueEdit {
    private record Result(String assetId, String status) {}

    public record Done(List<Result> deleteResultArray) {}

    @Override
    public Response handle(Request request, Editor editor) {
        var query = new Query(request.query());
        var ids = AssetIds.read(query.all("asset_id")).filter(some -> !some.isEmpty());
        if (ids.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "asset_id");
        }
        if (!query.first("delete_type").orElse("").isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "delete_type");
        }
        return Json.response(
                200, new Done(ids.get().stream().map(id -> deleted(editor, id)).toList()));
    }

    private Result deleted(Editor editor, AssetId id) {
        return new Result(id.value(), publisher.delete(editor, id) ? "DELETED" : "UNKNOW");
    }
}
