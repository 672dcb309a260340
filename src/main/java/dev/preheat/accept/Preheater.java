package dev.preheat.accept;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Project;
import dev.preheat.url.Url;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a caller's request into a durable task, or says why not. */
public final class Preheater {
    private final DeliveryDomains domains;
    private final AssetStore assets;
    private final Acceptance acceptance;

    public Preheater(DeliveryDomains domains, AssetStore assets, Acceptance acceptance) {
        this.domains = domains;
        this.assets = assets;
        this.acceptance = acceptance;
    }

    /**
     * Accepts a task durably and charges the day's quota, or refuses and writes nothing.
     *
     * <p>An asset costs one, each URL of the source one. The task's URLs are the union, each once. A request that was
     * accepted before, known by its key, is answered with its first task, whatever has changed since.
     *
     * @throws dev.preheat.sql.StoreException if the store is away or full
     */
    public Submission submit(Project project, PreheatSource source, RequestKey key) {
        return switch (assess(project, source)) {
            case Assessment.Refused(var why) -> acceptance.first(key).orElse(why);
            case Assessment.Acceptable(int cost, var urls) ->
                acceptance.submit(project, new Order(key, cost, source.asset(), urls));
        };
    }

    /** Assesses what accepting the request would come to; nothing is written. */
    public Assessment assess(Project project, PreheatSource source) {
        var urls = new LinkedHashMap<Url, StreamingUrl>();
        int cost = (source.asset().isPresent() ? 1 : 0) + source.urls().size();
        return ofAsset(project, source, urls)
                .or(() -> ofUrls(project, source.urls(), urls))
                .<Assessment>map(Assessment.Refused::new)
                .orElseGet(() -> new Assessment.Acceptable(cost, List.copyOf(urls.values())));
    }

    /** The reason why these URLs could not be preheated now, apart from the quota; empty if they could. */
    public Optional<Submission> refusal(Project project, List<StreamingUrl> urls) {
        return ofUrls(project, urls, new LinkedHashMap<>());
    }

    /** Says that a task of {@link #submit(Tx, Project, Asset)} is committed. */
    void announce() {
        acceptance.announce();
    }

    /** Preheats a published asset inside the transaction that publishes it; charged as if somebody had asked. */
    Submission submit(Tx tx, Project project, Asset asset) throws SQLException {
        var refused = refusedDomain(project, asset.urls());
        return refused.isPresent()
                ? refused.get()
                : acceptance.submit(
                        tx, project, new Order(new RequestKey.None(), 1, Optional.of(asset.id()), asset.urls()));
    }

    private Optional<Submission> ofAsset(Project project, PreheatSource source, Map<Url, StreamingUrl> urls) {
        if (source.asset().isEmpty()) {
            return Optional.empty();
        }
        var asset = assets.find(project.id(), source.asset().get());
        if (asset.isEmpty()) {
            return Optional.of(new Submission.UnknownAsset());
        }
        if (!asset.get().published()) {
            return Optional.of(new Submission.Unpublished());
        }
        asset.get().urls().forEach(url -> urls.putIfAbsent(url.url(), url));
        return refusedDomain(project, asset.get().urls());
    }

    private Optional<Submission> ofUrls(Project project, List<StreamingUrl> asked, Map<Url, StreamingUrl> urls) {
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        var refused = refusedDomain(project, asked);
        if (refused.isPresent()) {
            return refused;
        }
        for (var standing : assets.standings(project.id(), asked)) {
            switch (standing) {
                case UNKNOWN -> {
                    return Optional.of(new Submission.UnknownAsset());
                }
                case UNPUBLISHED -> {
                    return Optional.of(new Submission.Unpublished());
                }
                case PUBLISHED -> {}
            }
        }
        asked.forEach(url -> urls.putIfAbsent(url.url(), url));
        return Optional.empty();
    }

    private Optional<Submission> refusedDomain(Project project, List<StreamingUrl> urls) {
        for (var url : urls) {
            var domain = domains.of(project.id(), url.host());
            if (domain.isEmpty()) {
                return Optional.of(new Submission.ForeignDomain(url.host()));
            }
            if (!domain.map(DeliveryDomain::enabled).orElse(false)) {
                return Optional.of(new Submission.DisabledDomain(url.host()));
            }
        }
        return Optional.empty();
    }
}
