package dev.preheat.own;

import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.WireError;
import java.util.Optional;

/** {@code GET /preheat/v1/projects/{project_id}/assets/{asset_id}}: one asset. */
public record ShowAsset(AssetStore assets) implements Operation {
    @Override
    public Response handle(Call call) {
        return Optional.of(call.inPath("asset_id"))
                .filter(AssetId::isLegal)
                .flatMap(id -> assets.find(call.project().id(), new AssetId(id)))
                .map(asset -> Json.response(200, ShownAsset.of(asset)))
                .orElseGet(() -> WireError.NOT_FOUND.response(call.request()));
    }
}
