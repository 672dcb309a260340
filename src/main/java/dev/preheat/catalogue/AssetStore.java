package dev.preheat.catalogue;

import dev.preheat.encoding.Sha256;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Assets, as rows. What is also done inside somebody else's transaction takes that transaction. */
public final class AssetStore {
    static final String COLUMNS =
            "asset_id, title, published, created_at, updated_at, auto_preheat, auto_task, auto_refused";

    private final Database database;

    public AssetStore(Database database) {
        this.database = database;
    }

    /** How storing an asset ended. */
    public enum Put {
        CREATED,
        REPLACED
    }

    /** Whether the asset behind a streaming URL may be preheated. */
    public enum Standing {
        UNKNOWN,
        UNPUBLISHED,
        PUBLISHED
    }

    /** Stores the asset; one of the same project and id is replaced, its creation time kept. */
    public Put put(Asset asset) {
        return database.write("asset " + asset.project() + "/" + asset.id(), tx -> put(tx, asset));
    }

    public Put put(Tx tx, Asset asset) throws SQLException {
        boolean replaced = insert(tx, asset) == 0;
        if (replaced) {
            update(tx, asset);
        }
        int before = tx.update("DELETE FROM asset_url WHERE project_id = ? AND asset_id = ?", key(asset));
        insertUrls(tx, asset);
        CatalogueSize.add(tx, asset.project(), asset.urls().size() - before);
        return replaced ? Put.REPLACED : Put.CREATED;
    }

    /** Writes all of an asset but its URLs; false when there is no such asset. */
    public boolean update(Tx tx, Asset asset) throws SQLException {
        return 1
                == tx.update(
                        """
                        UPDATE asset SET title = ?, published = ?, updated_at = ?, auto_preheat = ?, auto_task = ?,
                            auto_refused = ? WHERE project_id = ? AND asset_id = ?""",
                        asset.title(),
                        asset.published(),
                        asset.updatedAt(),
                        asset.auto().wanted(),
                        asset.auto().task(),
                        asset.auto().refused(),
                        asset.project().value(),
                        asset.id().value());
    }

    /** Deletes the asset and its URLs; false when there is no such asset. */
    public boolean delete(Tx tx, Asset asset) throws SQLException {
        int urls = tx.update("DELETE FROM asset_url WHERE project_id = ? AND asset_id = ?", key(asset));
        CatalogueSize.add(tx, asset.project(), -urls);
        return 1 == tx.update("DELETE FROM asset WHERE project_id = ? AND asset_id = ?", key(asset));
    }

    public Optional<Asset> find(ProjectId project, AssetId asset) {
        return database.read(tx -> find(tx, project, asset));
    }

    public Optional<Asset> find(Tx tx, ProjectId project, AssetId asset) throws SQLException {
        var found = tx.query(
                "SELECT " + COLUMNS + " FROM asset WHERE project_id = ? AND asset_id = ?",
                Bare::of,
                project.value(),
                asset.value());
        return assets(tx, project, found).stream().findFirst();
    }

    /** The project's assets in order of id, at most {@code limit}, those after {@code after}; all of them after "". */
    public List<Asset> list(ProjectId project, String after, int limit) {
        return database.read(tx -> {
            var page = tx.query(
                    "SELECT " + COLUMNS + " FROM asset WHERE project_id = ? AND asset_id > ? ORDER BY asset_id LIMIT ?",
                    Bare::of,
                    project.value(),
                    after,
                    limit);
            return assets(tx, project, page);
        });
    }

    static List<Asset> assets(Tx tx, ProjectId project, List<Bare> found) throws SQLException {
        var assets = new ArrayList<Asset>();
        for (var bare : found) {
            assets.add(bare.with(project, urls(tx, project, bare.id())));
        }
        return assets;
    }

    /** How the project's assets stand that have each of these URLs, in one read; scheme and query do not count. */
    public List<Standing> standings(ProjectId project, List<StreamingUrl> urls) {
        return database.read(tx -> {
            var standings = new ArrayList<Standing>();
            for (var url : urls) {
                standings.add(standing(tx, project, url));
            }
            return standings;
        });
    }

    private static Standing standing(Tx tx, ProjectId project, StreamingUrl url) throws SQLException {
        return tx
                .query(
                        """
                        SELECT asset.published AS published FROM asset_url JOIN asset
                        ON asset.project_id = asset_url.project_id AND asset.asset_id = asset_url.asset_id
                        WHERE asset_url.project_id = ? AND asset_url.match_hash = ?""",
                        row -> row.flag("published") ? Standing.PUBLISHED : Standing.UNPUBLISHED,
                        project.value(),
                        matchHash(url))
                .stream()
                .max(Standing::compareTo)
                .orElse(Standing.UNKNOWN);
    }

    private static int insert(Tx tx, Asset asset) throws SQLException {
        return tx.update(
                """
                INSERT INTO asset (project_id, asset_id, title, published, created_at, updated_at, auto_preheat,
                    auto_task, auto_refused)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project_id, asset_id) DO NOTHING""",
                asset.project().value(),
                asset.id().value(),
                asset.title(),
                asset.published(),
                asset.createdAt(),
                asset.updatedAt(),
                asset.auto().wanted(),
                asset.auto().task(),
                asset.auto().refused());
    }

    private static void insertUrls(Tx tx, Asset asset) throws SQLException {
        for (int i = 0; i < asset.urls().size(); i++) {
            var url = asset.urls().get(i);
            tx.update(
                    "INSERT INTO asset_url (project_id, asset_id, position, url, match_hash) VALUES (?, ?, ?, ?, ?)",
                    asset.project().value(),
                    asset.id().value(),
                    i,
                    url.given(),
                    matchHash(url));
        }
    }

    private static List<StreamingUrl> urls(Tx tx, ProjectId project, String asset) throws SQLException {
        return tx.query(
                "SELECT url FROM asset_url WHERE project_id = ? AND asset_id = ? ORDER BY position",
                row -> StreamingUrl.stored(row.text("url")),
                project.value(),
                asset);
    }

    private static Object[] key(Asset asset) {
        return new Object[] {asset.project().value(), asset.id().value()};
    }

    /** What is stored of a URL to find it by: neither scheme, query nor needless escapes count. */
    public static String matchHash(StreamingUrl url) {
        return Sha256.hex(url.matchKey());
    }

    /** An asset's row, still without its URLs. */
    record Bare(String id, String title, boolean published, Instant createdAt, Instant updatedAt, AutoPreheat auto) {
        static final Comparator<Bare> OLDEST_FIRST =
                Comparator.comparing(Bare::createdAt).thenComparing(Bare::id);

        static Bare of(Row row) throws SQLException {
            var auto = new AutoPreheat(
                    row.flag("auto_preheat"), row.optionalText("auto_task"), row.optionalText("auto_refused"));
            return new Bare(
                    row.text("asset_id"),
                    row.text("title"),
                    row.flag("published"),
                    row.instant("created_at"),
                    row.instant("updated_at"),
                    auto);
        }

        Asset with(ProjectId project, List<StreamingUrl> urls) {
            return new Asset(project, new AssetId(id), title, published, urls, createdAt, updatedAt, auto);
        }
    }
}
