package dev.preheat.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, each prepared once and kept.
 *
 * <p>Parameters: text, int, long, boolean (as 0 or 1), {@link Instant} (as milliseconds), or an {@link Optional} of these.
 */
public final class Tx {
    private static final int LARGEST_BATCH = 1_000;

    private final Connection connection;
    private final Engine engine;
    private final Map<String, List<Object[]>> inserts = new LinkedHashMap<>();
    private boolean inserting;
    private final Map<String, PreparedStatement> prepared = new HashMap<>(); // as many as the code has texts

    Tx(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** A unit of reading or writing. It may run more than once: whatever it does, it does through {@code tx}. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    /** Runs a statement; how many rows it changed. */
    public int update(String sql, Object... parameters) throws SQLException {
        flushOwn();
        var statement = statement(sql);
        bind(statement, parameters);
        return statement.executeUpdate();
    }

    /**
     * Inserts a row, in one go with others of its kind: those of other callers who share the transaction, if nothing is
     * read after it.
     */
    public void insert(String sql, Object... parameters) throws SQLException {
        var rows = inserts.computeIfAbsent(sql, _ -> new ArrayList<>());
        rows.add(parameters);
        inserting = true;
        if (rows.size() == LARGEST_BATCH) {
            insert(sql, rows);
        }
    }

    /** All rows of a query, or of a statement with RETURNING. */
    public <T> List<T> query(String sql, Row.Reader<T> reader, Object... parameters) throws SQLException {
        flushOwn();
        var statement = statement(sql);
        bind(statement, parameters);
        try (var result = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            var row = new Row(result);
            while (result.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    /** The first row of a query. */
    public <T> Optional<T> queryOne(String sql, Row.Reader<T> reader, Object... parameters) throws SQLException {
        return query(sql, reader, parameters).stream().findFirst();
    }

    /** The next unit of work begins; what this one inserts can wait for it. */
    void next() {
        inserting = false;
    }

    /** Sends the rows that were to be inserted. */
    void flush() throws SQLException {
        inserting = false;
        for (var kind : inserts.entrySet()) {
            insert(kind.getKey(), kind.getValue());
        }
    }

    void rollback() throws SQLException {
        inserting = false;
        inserts.values().forEach(List::clear);
        execute("ROLLBACK");
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connection() {
        return connection;
    }

    private void flushOwn() throws SQLException {
        if (inserting) {
            flush();
        }
    }

    private void insert(String sql, List<Object[]> rows) throws SQLException {
        if (!rows.isEmpty()) {
            var statement = statement(sql);
            try {
                for (var row : rows) {
                    bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            } finally {
                rows.clear();
                statement.clearBatch();
            }
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(engine.words(sql));
            prepared.put(sql, known);
        }
        return known;
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, sqlValue(parameters[i]));
        }
    }

    private static @Nullable Object sqlValue(Object parameter) {
        return switch (parameter) {
            case Optional<?> optional -> optional.map(Tx::sqlValue).orElse(null);
            case Instant instant -> instant.toEpochMilli();
            case Boolean flag -> flag ? 1 : 0;
            case String text -> text.replace('\0', '\uFFFD'); // PostgreSQL has no place for it
            default -> parameter;
        };
    }
}
