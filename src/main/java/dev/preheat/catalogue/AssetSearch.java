package dev.preheat.catalogue;

import dev.preheat.catalogue.AssetFilter.Order;
import dev.preheat.catalogue.AssetFilter.Page;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds assets by what a filter says, page by page.
 *
 * <p>Limit: 100,000 assets of the wanted times are looked at, in the order asked for; what comes after them is not found.
 */
public final class AssetSearch {
    static final int MOST_LOOKED_AT = 100_000;

    private static final String COLUMNS = "SELECT " + AssetStore.COLUMNS + " ";
    private static final String CREATED = "FROM asset WHERE project_id = ? AND created_at >= ? AND created_at <= ?";
    private static final String MATCHES = "(published = ? OR published = ?) AND LOWER(title) LIKE LOWER(?) ESCAPE '!'";
    private static final int NEITHER = 2;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Database database;

    public AssetSearch(Database database) {
        this.database = database;
    }

    /**
     * What was found.
     *
     * @param total how many match on all pages; counted no further than {@link AssetFilter#MOST_SHOWN}
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
        var parameters = parameters(project, filter);
        Collections.addAll(parameters, page.size(), page.number() * page.size());
        var sql = COLUMNS + looked(page.order()) + ordered(page.order()) + " LIMIT ? OFFSET ?";
        return AssetStore.assets(tx, project, tx.query(sql, AssetStore.Bare::of, parameters.toArray()));
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
        var parameters = parameters(project, filter);
        parameters.add(AssetFilter.MOST_SHOWN);
        var sql = "SELECT COUNT(*) AS total FROM (SELECT 1 AS one " + looked(order) + " LIMIT ?) AS matching";
        return tx.queryOne(sql, row -> row.integer("total"), parameters.toArray())
                .orElse(0);
    }

    // At most ten: each is one step into the primary key.
    private static Result named(Tx tx, ProjectId project, AssetFilter filter, Page page) throws SQLException {
        var found = new ArrayList<AssetStore.Bare>();
        for (var id : filter.ids()) {
            var parameters = parameters(project, filter);
            parameters.add(id.value());
            found.addAll(tx.query(
                    COLUMNS + CREATED + " AND " + MATCHES + " AND asset_id = ?",
                    AssetStore.Bare::of,
                    parameters.toArray()));
        }
        found.sort(
                page.order() == Order.NEWEST_FIRST
                        ? AssetStore.Bare.OLDEST_FIRST.reversed()
                        : AssetStore.Bare.OLDEST_FIRST);
        int from = Math.min(page.number() * page.size(), found.size());
        int to = Math.min(from + page.size(), found.size());
        return new Result(AssetStore.assets(tx, project, found.subList(from, to)), found.size());
    }

    private static List<Object> parameters(ProjectId project, AssetFilter filter) {
        var parameters = new ArrayList<Object>();
        parameters.add(project.value());
        parameters.add(filter.from().orElse(Instant.EPOCH));
        parameters.add(filter.until().orElse(LAST));
        parameters.add(filter.published().contains(true) ? 1 : NEITHER);
        parameters.add(filter.published().contains(false) ? 0 : NEITHER);
        parameters.add("%" + filter.words().replaceAll("[!%_]", "!$0") + "%");
        return parameters;
    }
}
