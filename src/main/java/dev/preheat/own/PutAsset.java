package dev.preheat.own;

import dev.preheat.accept.Publisher;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Parsed;
import dev.preheat.operation.Repeats;
import dev.preheat.operation.Urls;
import dev.preheat.operation.WireError;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT /preheat/v1/projects/{project_id}/assets/{asset_id}}: stores an asset; answers 201, or 200 if it replaced
 * one.
 *
 * <p>Three members are required: a title of 1 to 128 bytes without control characters, the publication state, and 1 to 1,000
 * streaming URLs, each on a delivery domain of the project, enabled or not. With {@code auto_preheat} the asset is preheated
 * as soon as it is published, and again when its URLs change.
 */
public record PutAsset(Publisher publisher, DeliveryDomains domains, InstantSource clock, Repeats repeats)
        implements Operation {
    private record Body(
            @Nullable String title,
            @Nullable Boolean published,
            @Nullable List<@Nullable String> streamingUrls,
            @Nullable Boolean autoPreheat) {}

    @Override
    public Response handle(Call call) {
        return repeats.once(call, this::put);
    }

    private Response put(Call call) {
        var body = Json.read(call.request().body(), Body.class);
        return call.answer(body.then(sent -> asset(call, sent)), asset -> store(call, asset));
    }

    private Parsed<Asset> asset(Call call, Body body) {
        var id = call.inPath("asset_id");
        var title = Optional.ofNullable(body.title()).filter(PutAsset::isLegalTitle);
        var published = Optional.ofNullable(body.published());
        var urls = Optional.ofNullable(body.streamingUrls()).flatMap(PutAsset::urls);
        if (!AssetId.isLegal(id)) {
            return new Parsed.Illegal<>("asset_id");
        }
        if (title.isEmpty()) {
            return new Parsed.Illegal<>("title");
        }
        if (published.isEmpty()) {
            return new Parsed.Illegal<>("published");
        }
        if (urls.isEmpty()) {
            return new Parsed.Illegal<>("streaming_urls");
        }
        var now = clock.instant();
        var project = call.project().id();
        var asset = new Asset(project, new AssetId(id), title.get(), published.get(), urls.get(), now, now);
        return new Parsed.Legal<>(asset.with(auto(body)));
    }

    private static AutoPreheat auto(Body body) {
        return Optional.ofNullable(body.autoPreheat()).orElse(false) ? AutoPreheat.ON : AutoPreheat.OFF;
    }

    private Response store(Call call, Asset asset) {
        var foreign = asset.urls().stream()
                .map(StreamingUrl::host)
                .filter(host -> domains.of(asset.project(), host).isEmpty())
                .findFirst();
        if (foreign.isPresent()) {
            return WireError.FOREIGN_DOMAIN.response(call.request(), foreign.get());
        }
        return switch (publisher.put(call.editor(), asset)) {
            case Publisher.Stored(var how, var stored) ->
                Json.response(how == AssetStore.Put.CREATED ? 201 : 200, ShownAsset.of(stored));
            case Publisher.TooManyUrls(int most) -> WireError.TOO_MANY_URLS.response(call.request(), most);
            case Publisher.TooManyLost(int most) -> WireError.TOO_MANY_LOST.response(call.request(), most);
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
