package dev.preheat.own;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Query;
import dev.preheat.operation.WireError;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /preheat/v1/projects/{project_id}/assets?limit=&after=}: a project's assets in order of id.
 *
 * <p>Limits: {@code limit} is 1 to 1,000, by default 100. {@code next} is there when there is more: the {@code after} of
 * the next page.
 */
public record ListAssets(AssetStore assets) implements Operation {
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}|1000");

    public record Page(List<ShownAsset> assets, Optional<String> next) {}

    @Override
    public Response handle(Request request, Project project) {
        var query = new Query(request.query());
        var limit = query.first("limit").orElse("100");
        var after = query.first("after").orElse("");
        if (!LIMIT.matcher(limit).matches()) {
            return WireError.ILLEGAL_FIELD.response(request, "limit");
        }
        if (!after.isEmpty() && !AssetId.isLegal(after)) {
            return WireError.ILLEGAL_FIELD.response(request, "after");
        }
        int most = Integer.parseInt(limit);
        var found = assets.list(project.id(), after, most + 1); // one more: is there a next page?
        return Json.response(200, page(found, most));
    }

    private static Page page(List<Asset> found, int most) {
        var shown = found.stream().limit(most).map(ShownAsset::of).toList();
        var next = Optional.of(shown).filter(_ -> found.size() > most).map(List::getLast);
        return new Page(shown, next.map(ShownAsset::assetId));
    }
}
