package dev.preheat.operation;

import dev.preheat.accept.PreheatSource;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A body that asks for a preheat: {@code asset_id}, {@code urls} or both. */
public record PreheatBody(
        @Nullable String assetId, @Nullable List<@Nullable String> urls) {
    public static Parsed<PreheatSource> read(Call call) {
        return Json.read(call.request().body(), PreheatBody.class).then(PreheatBody::source);
    }

    private static Parsed<PreheatSource> source(PreheatBody body) {
        var asset = Optional.ofNullable(body.assetId());
        var urls = urls(Optional.ofNullable(body.urls()).orElse(List.of()));
        if (!asset.map(AssetId::isLegal).orElse(true)) {
            return new Parsed.Illegal<>("asset_id");
        }
        if (urls.isEmpty()) {
            return new Parsed.Illegal<>("urls");
        }
        return asset.isEmpty() && urls.get().isEmpty()
                ? new Parsed.Illegal<>("asset_id")
                : new Parsed.Legal<>(new PreheatSource(asset.map(AssetId::new), urls.get()));
    }

    private static Optional<List<StreamingUrl>> urls(List<@Nullable String> texts) {
        return texts.size() > PreheatSource.MOST_URLS ? Optional.empty() : Urls.read(texts);
    }
}
