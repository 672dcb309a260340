package dev.preheat.catalogue;

import dev.preheat.catalogue.AssetFilter.Order;
import dev.preheat.catalogue.AssetFilter.Page;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the assets that a filter wants, page by page.
 *
 * <p>Limit: 100,000 assets of the wanted times are looked at, in the order asked for; those after them are not found.
 */
public final class AssetSearch {
    static final int MOST_LOOKED_AT = 100_000;

    private static final String COLUMNS = "SELECT " + AssetStore.COLUMNS + " ";
    private static final String CREATED =
            "FROM asset WHERE project_id = :project AND created_at >= :from AND created_at <= :until";
    private static final String MATCHES =
            "(published = :published OR published = :unpublished) AND LOWER(title) LIKE LOWER(:words) ESCAPE '!'";
    private static final int NEITHER = 2;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Database database;

    public AssetSearch(Database database) {
        this.database = database;
    }

    /**
     * A page of what was found.
     *
     * @param total the number that match on all pages; counted no further than {@link AssetFilter#MOST_SHOWN}
     */
    public record Result(List<Asset> assets, int total) {
        public Result {
            assets = List.copyOf(assets);
        }
    }

    public Result find(ProjectId project, AssetFilter filter, Page page) {
        return database.read(tx -> filter.ids().isEmpty()
                ? new Result(listed(tx, project, filter, page), counted(tx, project, filter, page.order()))
                : named(tx, project, filter, page));
    }

    private static List<Asset> listed(Tx tx, ProjectId project, AssetFilter filter, Page page) throws SQLException {
        var sql = COLUMNS + looked(page.order()) + ordered(page.order()) + " LIMIT :size OFFSET :before";
        var found = matching(tx.sql(sql), project, filter)
                .with("size", page.size())
                .with("before", page.number() * page.size())
                .list(AssetStore.Bare::of);
        return AssetStore.assets(tx, project, found);
    }

    // An index has them in this order, so that no more are read.
    private static String looked(Order order) {
        return "FROM (" + COLUMNS + CREATED + ordered(order) + " LIMIT " + MOST_LOOKED_AT + ") AS looked WHERE "
                + MATCHES;
    }

    private static String ordered(Order order) {
        return " ORDER BY created_at %1$s, asset_id %1$s".formatted(order == Order.NEWEST_FIRST ? "DESC" : "ASC");
    }

    private static int counted(Tx tx, ProjectId project, AssetFilter filter, Order order) throws SQLException {
        var sql = "SELECT COUNT(*) AS total FROM (SELECT 1 AS one " + looked(order) + " LIMIT :most) AS matching";
        return matching(tx.sql(sql), project, filter)
                .with("most", AssetFilter.MOST_SHOWN)
                .first(row -> row.integer("total"))
                .orElse(0);
    }

    // At most ten: each is one step into the primary key.
    private static Result named(Tx tx, ProjectId project, AssetFilter filter, Page page) throws SQLException {
        var found = new ArrayList<AssetStore.Bare>();
        for (var id : filter.ids()) {
            var sql = COLUMNS + CREATED + " AND " + MATCHES + " AND asset_id = :asset";
            found.addAll(matching(tx.sql(sql), project, filter)
                    .with("asset", id.value())
                    .list(AssetStore.Bare::of));
        }
        found.sort(
                page.order() == Order.NEWEST_FIRST
                        ? AssetStore.Bare.OLDEST_FIRST.reversed()
                        : AssetStore.Bare.OLDEST_FIRST);
        int from = Math.min(page.number() * page.size(), found.size());
        int to = Math.min(from + page.size(), found.size());
        return new Result(AssetStore.assets(tx, project, found.subList(from, to)), found.size());
    }

    private static Tx.Statement matching(Tx.Statement statement, ProjectId project, AssetFilter filter) {
        return statement
                .with("project", project.value())
                .with("from", filter.from().orElse(Instant.EPOCH))
                .with("until", filter.until().orElse(LAST))
                .with("published", filter.published().contains(true) ? 1 : NEITHER)
                .with("unpublished", filter.published().contains(false) ? 0 : NEITHER)
                .with("words", "%" + filter.words().replaceAll("[!%_]", "!$0") + "%");
    }
}
