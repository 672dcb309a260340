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

/** Assets, as rows. A method that is also needed inside another's transaction takes that transaction. */
public final class AssetStore {
    static final String COLUMNS =
            "asset_id, title, published, created_at, updated_at, auto_preheat, auto_task, auto_refused";

    private final Database database;

    public AssetStore(Database database) {
        this.database = database;
    }

    /** The way in which an asset was stored. */
    public enum Put {
        CREATED,
        REPLACED
    }

    /** The standing of a streaming URL in the catalogue. */
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
        int before = deleteUrls(tx, asset);
        insertUrls(tx, asset);
        CatalogueSize.add(tx, asset.project(), asset.urls().size() - before);
        return replaced ? Put.REPLACED : Put.CREATED;
    }

    /** Writes all of an asset but its URLs; false if there is no such asset. */
    public boolean update(Tx tx, Asset asset) throws SQLException {
        return 1 == written(tx.sql("""
                        UPDATE asset SET title = :title, published = :published, updated_at = :updated_at,
                            auto_preheat = :auto_preheat, auto_task = :auto_task, auto_refused = :auto_refused
                        WHERE project_id = :project AND asset_id = :asset"""), asset).update();
    }

    /** Deletes the asset and its URLs; false if there is no such asset. */
    public boolean delete(Tx tx, Asset asset) throws SQLException {
        CatalogueSize.add(tx, asset.project(), -deleteUrls(tx, asset));
        return 1
                == key(tx.sql("DELETE FROM asset WHERE project_id = :project AND asset_id = :asset"), asset)
                        .update();
    }

    private static int deleteUrls(Tx tx, Asset asset) throws SQLException {
        return key(tx.sql("DELETE FROM asset_url WHERE project_id = :project AND asset_id = :asset"), asset)
                .update();
    }

    public Optional<Asset> find(ProjectId project, AssetId asset) {
        return database.read(tx -> find(tx, project, asset));
    }

    public Optional<Asset> find(Tx tx, ProjectId project, AssetId asset) throws SQLException {
        var found = tx.sql("SELECT " + COLUMNS + " FROM asset WHERE project_id = :project AND asset_id = :asset")
                .with("project", project.value())
                .with("asset", asset.value())
                .list(Bare::of);
        return assets(tx, project, found).stream().findFirst();
    }

    /** Lists at most {@code limit} of the project's assets in order of id, from the first after {@code after}; of all after "". */
    public List<Asset> list(ProjectId project, String after, int limit) {
        return database.read(tx -> {
            var page = tx.sql("SELECT " + COLUMNS + " FROM asset WHERE project_id = :project AND asset_id > :after"
                            + " ORDER BY asset_id LIMIT :limit")
                    .with("project", project.value())
                    .with("after", after)
                    .with("limit", limit)
                    .list(Bare::of);
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

    /** The standings of these URLs in the project, in one read; scheme and query do not count. */
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
                .sql("""
                        SELECT asset.published AS published FROM asset_url JOIN asset
                        ON asset.project_id = asset_url.project_id AND asset.asset_id = asset_url.asset_id
                        WHERE asset_url.project_id = :project AND asset_url.match_hash = :hash""")
                .with("project", project.value())
                .with("hash", matchHash(url))
                .list(row -> row.flag("published") ? Standing.PUBLISHED : Standing.UNPUBLISHED)
                .stream()
                .max(Standing::compareTo)
                .orElse(Standing.UNKNOWN);
    }

    private static int insert(Tx tx, Asset asset) throws SQLException {
        return written(tx.sql("""
                INSERT INTO asset (project_id, asset_id, title, published, created_at, updated_at, auto_preheat,
                    auto_task, auto_refused)
                VALUES (:project, :asset, :title, :published, :created_at, :updated_at, :auto_preheat, :auto_task,
                    :auto_refused)
                ON CONFLICT (project_id, asset_id) DO NOTHING"""), asset).with("created_at", asset.createdAt()).update();
    }

    private static void insertUrls(Tx tx, Asset asset) throws SQLException {
        for (int i = 0; i < asset.urls().size(); i++) {
            var url = asset.urls().get(i);
            key(tx.sql("""
                    INSERT INTO asset_url (project_id, asset_id, position, url, match_hash)
                    VALUES (:project, :asset, :position, :url, :hash)"""), asset)
                    .with("position", i)
                    .with("url", url.given())
                    .with("hash", matchHash(url))
                    .update();
        }
    }

    private static List<StreamingUrl> urls(Tx tx, ProjectId project, String asset) throws SQLException {
        return tx.sql("SELECT url FROM asset_url WHERE project_id = :project AND asset_id = :asset ORDER BY position")
                .with("project", project.value())
                .with("asset", asset)
                .list(row -> StreamingUrl.stored(row.text("url")));
    }

    private static Tx.Statement key(Tx.Statement statement, Asset asset) {
        return statement
                .with("project", asset.project().value())
                .with("asset", asset.id().value());
    }

    private static Tx.Statement written(Tx.Statement statement, Asset asset) {
        return key(statement, asset)
                .with("title", asset.title())
                .with("published", asset.published())
                .with("updated_at", asset.updatedAt())
                .with("auto_preheat", asset.auto().wanted())
                .with("auto_task", asset.auto().task())
                .with("auto_refused", asset.auto().refused());
    }

    /** The key by which a URL is found: neither scheme, query nor needless escapes count. */
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
