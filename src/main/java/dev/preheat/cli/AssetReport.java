package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One asset for a person. */
final class AssetReport {
    private AssetReport() {}

    static List<String> lines(JsonNode asset) {
        var lines = new ArrayList<String>();
        lines.add(word(asset, "asset_id") + "  " + word(asset, "title"));
        lines.add((asset.path("published").asBoolean(false) ? "published" : "unpublished") + ", created "
                + word(asset, "created_at") + ", changed " + word(asset, "updated_at"));
        if (asset.path("auto_preheat").asBoolean(false)) {
            lines.add("preheated by itself: " + automatic(asset));
        }
        asset.path("streaming_urls").forEach(url -> lines.add("  " + Plain.text(url.asString(""))));
        return lines;
    }

    private static String automatic(JsonNode asset) {
        if (asset.has("auto_task_id")) {
            return "task " + word(asset, "auto_task_id");
        }
        return refusal(asset).orElse("when it is published");
    }

    /** That an asset is published and not preheated by itself, why, and what to do; empty where that is not so. */
    static Optional<String> refusal(JsonNode asset) {
        if (!asset.has("auto_refused")) {
            return Optional.empty();
        }
        var why = word(asset, "auto_refused");
        var again = "; then ./preheat preheat --asset " + word(asset, "asset_id");
        return Optional.of("refused, " + why
                + switch (why) {
                    case "quota_spent" -> ": ./preheat quota says when the day begins anew" + again;
                    case "disabled_domain" ->
                        ": a URL's host has `enabled: false` in the service's preheat.yaml; change that and reload"
                                + again;
                    case "foreign_domain" ->
                        ": a URL's host is missing in `domains` of the service's preheat.yaml; add it and reload"
                                + again;
                    default -> again;
                });
    }

    private static String word(JsonNode asset, String name) {
        return Plain.text(asset.path(name).asString(""));
    }
}
