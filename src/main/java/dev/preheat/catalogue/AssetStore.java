package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.util.List;
import java.util.Optional;

/** Assets, as rows. */
public final class AssetStore {
    /** How storing an asset ended. */
    public enum Put {
        CREATED,
        REPLACED
    }

    /** Stores the asset; one of the same project and id is replaced, its creation time kept. */
    public Put put(Asset asset) {
        throw new UnsupportedOperationException(asset.title());
    }

    public Optional<Asset> find(ProjectId project, AssetId asset) {
        throw new UnsupportedOperationException(project + " " + asset);
    }

    /** The project's assets in order of id, at most {@code limit}, those after {@code after}. */
    public List<Asset> list(ProjectId project, Optional<AssetId> after, int limit) {
        throw new UnsupportedOperationException(project + " " + after + limit);
    }
}
