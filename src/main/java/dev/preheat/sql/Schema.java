package dev.preheat.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of {@code resources/schema}, each applied once, in order, all in one transaction. */
final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final List<String> FILES = List.of("001-tables.sql");

    private Schema() {}

    /** Brings a store up to date, one process at a time. */
    static void apply(Engine engine) throws SQLException {
        try (var connection = engine.changing()) {
            var tx = new Tx(connection, engine::named);
            tx.execute(engine.begin());
            engine.alone(tx, "schema");
            apply(tx, engine);
            tx.execute("COMMIT");
        }
    }

    private static void apply(Tx tx, Engine engine) throws SQLException {
        tx.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        var applied = tx.sql("SELECT version FROM schema_version").list(row -> row.integer("version"));
        var known = FILES.stream().map(Schema::version).toList();
        for (int version : applied) {
            if (!known.contains(version)) {
                throw new SQLException("the store was made by a later Preheat (schema " + version + ")");
            }
        }
        for (var file : FILES) {
            if (!applied.contains(version(file))) {
                run(tx, file, engine);
                tx.sql("INSERT INTO schema_version (version) VALUES (:version)")
                        .with("version", version(file))
                        .update();
            }
        }
    }

    /** The number with which the file's name begins. */
    private static int version(String file) {
        return Integer.parseInt(file, 0, 3, 10);
    }

    private static void run(Tx tx, String file, Engine engine) throws SQLException {
        log.debug("applying {}", file);
        for (var statement : text(file).replaceAll("--[^\n]*", "").split(";")) {
            if (!statement.isBlank()) {
                tx.execute(engine.schemaDialect(statement.strip()));
            }
        }
    }

    private static String text(String file) {
        try (InputStream in = Schema.class.getResourceAsStream("/schema/" + file)) {
            if (in == null) {
                throw new IllegalStateException("schema/" + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
