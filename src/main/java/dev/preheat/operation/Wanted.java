package dev.preheat.operation;

import dev.preheat.accept.PreheatSource;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a body says is to be preheated: {@code asset_id}, {@code urls} or both. */
public sealed interface Wanted {
    record Legal(PreheatSource source) implements Wanted {}

    /** The field that is wrong. */
    record Illegal(String field) implements Wanted {}

    /** The body as it is sent. */
    record Body(@Nullable String assetId, @Nullable List<@Nullable String> urls) {}

    static Wanted read(Request request) {
        return switch (Json.read(request.body(), Body.class)) {
            case Json.Illegal<Body>(var field) -> new Illegal(field);
            case Json.Read<Body>(var body) -> of(body);
        };
    }

    private static Wanted of(Body body) {
        var asset = Optional.ofNullable(body.assetId());
        var urls = urls(Optional.ofNullable(body.urls()).orElse(List.of()));
        if (!asset.map(AssetId::isLegal).orElse(true)) {
            return new Illegal("asset_id");
        }
        if (urls.isEmpty()) {
            return new Illegal("urls");
        }
        return asset.isEmpty() && urls.get().isEmpty()
                ? new Illegal("asset_id")
                : new Legal(new PreheatSource(asset.map(AssetId::new), urls.get()));
    }

    private static Optional<List<StreamingUrl>> urls(List<@Nullable String> texts) {
        return texts.size() > PreheatSource.MOST_URLS ? Optional.empty() : Urls.read(texts);
    }
}
