package dev.preheat.vod;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Repeats;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@code POST /v1.0/{project_id}/asset/status/publish} and {@code …/unpublish}: publishes or unpublishes assets, each on its
 * own, and shows their new state. Unpublishing stops the fills that have not ended.
 *
 * <p>Limits: 1 to 10 ids. Source: Huawei VOD API, Publishing Media Assets, 2026-01-16, and Unpublishing Media Assets,
 * 2024-12-04; the limit is assumed.
 */
public record PublishAssets(String name, BiFunction<Editor, AssetId, Optional<Asset>> change, Repeats repeats)
        implements Operation {
    private record Answer(List<VendorAsset.Info> assetInfoArray) {}

    public static PublishAssets publish(Publisher publisher, Repeats repeats) {
        return new PublishAssets("PublishAssets", publisher::publish, repeats);
    }

    public static PublishAssets unpublish(Publisher publisher, Repeats repeats) {
        return new PublishAssets("UnpublishAssets", publisher::unpublish, repeats);
    }

    @Override
    public Response handle(Call call) {
        return repeats.once(call, this::change);
    }

    private Response change(Call call) {
        return call.answer(AssetIds.read(call), ids -> {
            var changed = ids.stream().map(id -> changed(call.editor(), id)).toList();
            return Json.response(200, new Answer(changed));
        });
    }

    private VendorAsset.Info changed(Editor editor, AssetId id) {
        return change.apply(editor, id).map(VendorAsset.Info::of).orElseGet(() -> VendorAsset.Info.none(id));
    }
}
