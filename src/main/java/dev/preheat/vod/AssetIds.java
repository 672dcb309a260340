package dev.preheat.vod;

import dev.preheat.catalogue.AssetFilter;
import dev.preheat.catalogue.AssetId;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Parsed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The asset ids that the vendor's operations take, in a body or a query. */
final class AssetIds {
    private AssetIds() {}

    private record Body(@Nullable List<@Nullable String> assetId) {}

    /** Reads the ids of {@code {"asset_id":[…]}}; there must be one at least. */
    static Parsed<List<AssetId>> read(Call call) {
        return Json.read(call.request().body(), Body.class)
                .then(body -> Optional.ofNullable(body.assetId())
                        .flatMap(AssetIds::read)
                        .filter(ids -> !ids.isEmpty())
                        .<Parsed<List<AssetId>>>map(Parsed.Legal::new)
                        .orElseGet(() -> new Parsed.Illegal<>("asset_id")));
    }

    /** Reads each id once, in the order given; empty if one is illegal or there are more than ten. */
    static Optional<List<AssetId>> read(List<? extends @Nullable String> texts) {
        if (texts.size() > AssetFilter.MOST_IDS) {
            return Optional.empty();
        }
        for (var text : texts) {
            if (text == null || !AssetId.isLegal(text)) {
                return Optional.empty();
            }
        }
        return Optional.of(texts.stream()
                .flatMap(text -> Optional.ofNullable(text).stream())
                .distinct()
                .map(AssetId::new)
                .toList());
    }
}
