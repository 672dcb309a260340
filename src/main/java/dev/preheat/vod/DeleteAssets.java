package dev.preheat.vod;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.AssetId;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
import java.util.List;

/**
 * {@code DELETE /v1.0/{project_id}/asset?asset_id=…}: deletes assets, each on its own, and stops their fills that have not
 * ended.
 *
 * <p>Limits: 1 to 10 ids. {@code delete_type=origin}, which would keep the transcoded files, is refused: the catalogue has
 * no source files. Source: Huawei VOD API, Deleting a Media Asset, 2026-01-16.
 */
public record DeleteAssets(Publisher publisher, Repeats repeats) implements Operation {
    private record Result(String assetId, String status) {}

    private record Answer(List<Result> deleteResultArray) {}

    @Override
    public List<String> single() {
        return List.of("delete_type");
    }

    @Override
    public Response handle(Call call) {
        return repeats.once(call, this::delete);
    }

    private Response delete(Call call) {
        var ids = AssetIds.read(call.query().all("asset_id")).filter(some -> !some.isEmpty());
        if (ids.isEmpty()) {
            return call.illegal("asset_id");
        }
        if (!call.query().first("delete_type").orElse("").isEmpty()) {
            return call.illegal("delete_type");
        }
        var deleted = ids.get().stream().map(id -> deleted(call.editor(), id)).toList();
        return Json.response(200, new Answer(deleted));
    }

    private Result deleted(Editor editor, AssetId id) {
        return new Result(id.value(), publisher.delete(editor, id) ? "DELETED" : "UNKNOW");
    }
}
