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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, each prepared once and kept. */
public final class Tx {
    private static final int LARGEST_BATCH = 1_000;

    private final Connection connection;
    private final Function<String, NamedText> texts;
    private final Map<String, List<Map<String, Object>>> inserts = new LinkedHashMap<>();
    private boolean inserting;
    private final Map<String, Prepared> prepared = new HashMap<>(); // as many as the code has texts

    /** @param texts parses a statement, in this database's words */
    Tx(Connection connection, Function<String, NamedText> texts) {
        this.connection = connection;
        this.texts = texts;
    }

    /** A unit of reading or writing. It may run more than once: whatever it does, it does through {@code tx}. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    private record Prepared(PreparedStatement statement, NamedText text) {
        PreparedStatement with(Map<String, Object> values) throws SQLException {
            int place = 1;
            for (var value : text.ordered(values)) {
                statement.setObject(place++, sqlValue(value));
            }
            return statement;
        }
    }

    /** Begins a statement, whose parameters are {@code :name} in its text. */
    public Statement sql(String text) {
        return new Statement(text);
    }

    /** A statement and the values of its parameters: every parameter needs one. */
    public final class Statement {
        private final String text;
        private final Map<String, Object> values = new HashMap<>();

        private Statement(String text) {
            this.text = text;
        }

        /**
         * Gives a parameter its value.
         *
         * @param value text, int, long, boolean (as 0 or 1), {@link Instant} (as milliseconds), or an {@link Optional} of these
         */
        public Statement with(String name, Object value) {
            values.put(name, value);
            return this;
        }

        /** Runs the statement and returns how many rows it changed. */
        public int update() throws SQLException {
            flushOwn();
            return prepared(text).with(values).executeUpdate();
        }

        /**
         * Inserts a row, in one go with others of its kind: those of other callers who share the transaction, if nothing is
         * read after it.
         */
        public void insert() throws SQLException {
            var rows = inserts.computeIfAbsent(text, _ -> new ArrayList<>());
            rows.add(values);
            inserting = true;
            if (rows.size() == LARGEST_BATCH) {
                send(text, rows);
            }
        }

        /** Returns all rows of a query, or of a statement with RETURNING. */
        public <T> List<T> list(Row.Reader<T> reader) throws SQLException {
            flushOwn();
            try (var result = prepared(text).with(values).executeQuery()) {
                var rows = new ArrayList<T>();
                var row = new Row(result);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        }

        /** Returns the first row of a query. */
        public <T> Optional<T> first(Row.Reader<T> reader) throws SQLException {
            return list(reader).stream().findFirst();
        }
    }

    /** Begins the next unit of work: the rows that this one inserts can wait for it. */
    void next() {
        inserting = false;
    }

    /** Sends the rows that wait to be inserted. */
    void flush() throws SQLException {
        inserting = false;
        for (var kind : inserts.entrySet()) {
            send(kind.getKey(), kind.getValue());
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

    private void send(String sql, List<Map<String, Object>> rows) throws SQLException {
        if (!rows.isEmpty()) {
            var insert = prepared(sql);
            try {
                for (var row : rows) {
                    insert.with(row).addBatch();
                }
                insert.statement().executeBatch();
            } finally {
                rows.clear();
                insert.statement().clearBatch();
            }
        }
    }

    private Prepared prepared(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known == null) {
            var text = texts.apply(sql);
            known = new Prepared(connection.prepareStatement(text.text()), text);
            prepared.put(sql, known);
        }
        return known;
    }

    private static @Nullable Object sqlValue(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Tx::sqlValue).orElse(null);
            case Instant instant -> instant.toEpochMilli();
            case Boolean flag -> flag ? 1 : 0;
            case String text -> text.replace('\0', '\uFFFD'); // PostgreSQL has no place for it
            default -> value;
        };
    }
}
