package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
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
        return asset.has("auto_refused") ? "refused, " + word(asset, "auto_refused") : "when it is published";
    }

    private static String word(JsonNode asset, String name) {
        return Plain.text(asset.path(name).asString(""));
    }
}
