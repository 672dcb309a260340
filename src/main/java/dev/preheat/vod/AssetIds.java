package dev.preheat.vod;

import dev.preheat.catalogue.AssetFilter;
import dev.preheat.catalogue.AssetId;
import dev.preheat.operation.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ids of some assets as the vendor's operations name them, in a body or a query. */
public final class AssetIds {
    private AssetIds() {}

    public record Listed(@Nullable List<@Nullable String> assetId) {}

    /** The ids of {@code {"asset_id":[…]}}, or the name of the member that is wrong. */
    static Json.Reading<List<AssetId>> read(byte[] body) {
        return switch (Json.read(body, Listed.class)) {
            case Json.Illegal<Listed>(var field) -> new Json.Illegal<>(field);
            case Json.Read<Listed>(var listed) ->
                Optional.ofNullable(listed.assetId())
                        .flatMap(AssetIds::read)
                        .filter(ids -> !ids.isEmpty())
                        .<Json.Reading<List<AssetId>>>map(Json.Read::new)
                        .orElseGet(() -> new Json.Illegal<>("asset_id"));
        };
    }

    /** Each id once, in the order given; empty when one is none, or when there are more than ten. */
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
