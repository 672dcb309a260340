package dev.preheat.own;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /preheat/v1/projects/{project_id}/assets?limit=&after=}: a project's assets in order of id.
 *
 * <p>Limits: {@code limit} is 1 to 1,000, by default 100. {@code next}, present if there is more, is the
 * {@code after} of the next page.
 */
public record ListAssets(AssetStore assets) implements Operation {
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}|1000");

    private record Answer(List<ShownAsset> assets, Optional<String> next) {}

    @Override
    public List<String> single() {
        return List.of("limit", "after");
    }

    @Override
    public Response handle(Call call) {
        var limit = call.query().first("limit").orElse("100");
        var after = call.query().first("after").orElse("");
        if (!LIMIT.matcher(limit).matches()) {
            return call.illegal("limit");
        }
        if (!after.isEmpty() && !AssetId.isLegal(after)) {
            return call.illegal("after");
        }
        int most = Integer.parseInt(limit);
        var found = assets.list(call.project().id(), after, most + 1); // one more tells if there is a next page
        return Json.response(200, answer(found, most));
    }

    private static Answer answer(List<Asset> found, int most) {
        var shown = found.stream().limit(most).map(ShownAsset::of).toList();
        var next = Optional.of(shown).filter(_ -> found.size() > most).map(List::getLast);
        return new Answer(shown, next.map(ShownAsset::assetId));
    }
}
