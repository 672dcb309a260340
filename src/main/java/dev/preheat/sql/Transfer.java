package dev.preheat.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A copy of every row of one store into another that has none: all of them or, if anything is wrong, none. */
final class Transfer {
    /** Tables of a store itself, or of the processes that have it open. */
    private static final Set<String> OWN = Set.of("schema_version", "process", "secret");

    private final Connection from;
    private final Tx to;

    private Transfer(Connection from, Tx to) {
        this.from = from;
        this.to = to;
    }

    /** Copies, and returns how many rows each table has now, counted in both. */
    static Map<String, Long> copy(Engine from, Engine to) throws SQLException {
        try (var source = from.writing();
                var target = to.changing()) {
            var tx = new Tx(target, to::named);
            tx.execute(to.begin());
            var copied = new Transfer(source, tx).copy();
            tx.execute("COMMIT");
            return copied;
        }
    }

    private Map<String, Long> copy() throws SQLException {
        var copied = new LinkedHashMap<String, Long>();
        for (var table : tables()) {
            if (count(table) > 0) {
                throw new SQLException("table " + table + " of the other store is not empty");
            }
            long rows = copy(table);
            if (count(table) != rows) {
                throw new SQLException("table " + table + " has " + rows + " rows, and its copy " + count(table));
            }
            copied.put(table, rows);
        }
        return copied;
    }

    private List<String> tables() throws SQLException {
        var tables = new ArrayList<String>();
        try (var found = from.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        tables.removeIf(OWN::contains);
        tables.sort(String::compareTo);
        return tables;
    }

    private long count(String table) throws SQLException {
        return to.sql("SELECT COUNT(*) AS n FROM " + table)
                .first(row -> row.number("n"))
                .orElseThrow();
    }

    private long copy(String table) throws SQLException {
        long rows = 0;
        try (var statement = from.createStatement();
                var all = statement.executeQuery("SELECT * FROM " + table)) {
            var columns = columns(all);
            var insert = insert(table, columns);
            while (all.next()) {
                insert(insert, columns, all);
                rows++;
            }
        }
        return rows;
    }

    private static List<String> columns(ResultSet rows) throws SQLException {
        var names = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnName(i));
        }
        return names;
    }

    private static String insert(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (:" + String.join(", :", columns)
                + ")";
    }

    private void insert(String sql, List<String> columns, ResultSet row) throws SQLException {
        var insert = to.sql(sql);
        for (var column : columns) {
            insert.with(column, Optional.ofNullable(row.getObject(column)));
        }
        insert.insert();
    }
}
