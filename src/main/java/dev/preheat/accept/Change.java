package dev.preheat.accept;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.catalogue.StreamingUrl;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A change of one asset: before and after; at least one of the two is present. */
record Change(Editor editor, Optional<Asset> before, Optional<Asset> after) {
    Asset stored() {
        return after.orElseThrow();
    }

    Change with(AutoPreheat outcome) {
        return new Change(editor, before, after.map(asset -> asset.with(outcome)));
    }

    /** True if the asset must now be preheated by itself: published, with URLs that were not so before. */
    boolean preheats() {
        var now = after.filter(Change::isAutomatic).map(Change::kept);
        return now.isPresent()
                && !before.filter(Change::isAutomatic).map(Change::kept).equals(now);
    }

    /** The outcome of the last automatic preheat, where this change asks for none. */
    AutoPreheat carriedOver() {
        return isAutomatic(stored()) ? before.map(Asset::auto).orElse(AutoPreheat.ON) : stored().auto();
    }

    /** The hashes of the streaming URLs that the asset no longer publishes. */
    Set<String> lost() {
        var lost = before.filter(Asset::published).map(Change::hashes).orElse(Set.of());
        var kept = after.filter(Asset::published).map(Change::hashes).orElse(Set.of());
        return lost.stream().filter(hash -> !kept.contains(hash)).collect(Collectors.toSet());
    }

    /** The reason why a fill of a lost URL ends. */
    String reason() {
        var done = after.map(asset -> asset.published() ? "changed" : "unpublished")
                .orElse("deleted");
        return "the asset was " + done + " by " + editor.user();
    }

    private static boolean isAutomatic(Asset asset) {
        return asset.published() && asset.auto().wanted();
    }

    // The keys under which an edge keeps its URLs: another query is another object, though of the same asset.
    private static Set<String> kept(Asset asset) {
        return asset.urls().stream().map(StreamingUrl::cacheKey).collect(Collectors.toSet());
    }

    private static Set<String> hashes(Asset asset) {
        return new HashSet<>(asset.urls().stream().map(AssetStore::matchHash).toList());
    }
}
