package dev.preheat.own;

import dev.preheat.accept.Editor;
import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.CatalogueEdit;
import dev.preheat.operation.Json;
import dev.preheat.operation.Urls;
import dev.preheat.operation.WireError;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /preheat/v1/projects/{project_id}/assets/{asset_id}}: stores an asset, whole; answers 201, or 200 when it
 * replaced one.
 *
 * <p>Three members are required: a title of 1 to 128 bytes without control characters, whether it is published, and 1 to 1,000
 * streaming URLs, each on a delivery domain of the project, enabled or not. With {@code auto_preheat} the asset is preheated
 * by itself as soon as it is published, and again when its URLs change.
 */
public record PutAsset(Publisher publisher, DeliveryDomains domains, InstantSource clock) implements CatalogueEdit {
    public record Wanted(
            @Nullable String title,
            @Nullable Boolean published,
            @Nullable List<@Nullable String> streamingUrls,
            @Nullable Boolean autoPreheat) {}

    @Override
    public Response handle(Request request, Editor editor) {
        return switch (Json.read(request.body(), Wanted.class)) {
            case Json.Illegal<Wanted>(var field) -> WireError.ILLEGAL_FIELD.response(request, field);
            case Json.Read<Wanted>(var wanted) -> put(request, editor, wanted);
        };
    }

    private Response put(Request request, Editor editor, Wanted wanted) {
        var id = request.pathValues().getOrDefault("asset_id", "");
        var title = Optional.ofNullable(wanted.title()).filter(PutAsset::isLegalTitle);
        var published = Optional.ofNullable(wanted.published());
        var urls = Optional.ofNullable(wanted.streamingUrls()).flatMap(PutAsset::urls);
        if (!AssetId.isLegal(id)) {
            return WireError.ILLEGAL_FIELD.response(request, "asset_id");
        }
        if (title.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "title");
        }
        if (published.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "published");
        }
        if (urls.isEmpty()) {
            return WireError.ILLEGAL_FIELD.response(request, "streaming_urls");
        }
        var now = clock.instant();
        var project = editor.project().id();
        var asset = new Asset(project, new AssetId(id), title.get(), published.get(), urls.get(), now, now);
        return store(request, editor, asset.with(auto(wanted)));
    }

    private static AutoPreheat auto(Wanted wanted) {
        return Optional.ofNullable(wanted.autoPreheat()).orElse(false) ? AutoPreheat.ON : AutoPreheat.OFF;
    }

    private Response store(Request request, Editor editor, Asset asset) {
        var foreign = asset.urls().stream()
                .map(StreamingUrl::host)
                .filter(host -> domains.of(asset.project(), host).isEmpty())
                .findFirst();
        if (foreign.isPresent()) {
            return WireError.FOREIGN_DOMAIN.response(request, foreign.get());
        }
        return switch (publisher.put(editor, asset)) {
            case Publisher.Stored(var how, var stored) ->
                Json.response(how == AssetStore.Put.CREATED ? 201 : 200, ShownAsset.of(stored));
            case Publisher.TooManyUrls(int most) -> WireError.TOO_MANY_URLS.response(request, Integer.toString(most));
            case Publisher.TooManyLost(int most) -> WireError.TOO_MANY_LOST.response(request, Integer.toString(most));
        };
    }

    private static boolean isLegalTitle(String title) {
        return !title.isBlank()
                && title.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(title)
                && title.getBytes(StandardCharsets.UTF_8).length <= Asset.LONGEST_TITLE;
    }

    private static Optional<List<StreamingUrl>> urls(List<@Nullable String> texts) {
        return texts.isEmpty() || texts.size() > Asset.MOST_URLS ? Optional.empty() : Urls.read(texts);
    }
}
