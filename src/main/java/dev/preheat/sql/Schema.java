package dev.preheat.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies each file of {@code resources/schema} once, in order, all in one transaction. */
final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);
    private static final List<String> FILES = List.of(
            "001-tasks.sql",
            "002-accepted-requests.sql",
            "003-fair-and-tiered.sql",
            "004-first-seconds.sql",
            "005-play-and-omitted.sql",
            "006-control.sql",
            "007-catalogue.sql",
            "008-webhooks.sql",
            "009-live.sql",
            "010-several-processes.sql",
            "011-webhooks-say-more.sql",
            "012-edges-of-processes.sql",
            "013-limits.sql");

    private Schema() {}

    /** By one process at a time. */
    static void apply(Engine engine) throws SQLException {
        try (var connection = engine.changing()) {
            var tx = new Tx(connection, engine);
            tx.execute(engine.begin());
            engine.alone(tx, "schema");
            apply(tx, engine);
            tx.execute("COMMIT");
        }
    }

    private static void apply(Tx tx, Engine engine) throws SQLException {
        tx.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        var applied = tx.query("SELECT version FROM schema_version", row -> row.integer("version"));
        var known = FILES.stream().map(Schema::version).toList();
        for (int version : applied) {
            if (!known.contains(version)) {
                throw new SQLException("the store was made by a later Preheat (schema " + version + ")");
            }
        }
        for (var file : FILES) {
            if (!applied.contains(version(file))) {
                run(tx, file, engine);
                tx.update("INSERT INTO schema_version (version) VALUES (?)", version(file));
            }
        }
    }

    /** The number that its name begins with. */
    private static int version(String file) {
        return Integer.parseInt(file, 0, 3, 10);
    }

    private static void run(Tx tx, String file, Engine engine) throws SQLException {
        log.debug("applying {}", file);
        for (var statement : text(file).replaceAll("--[^\n]*", "").split(";")) {
            if (!statement.isBlank()) {
                tx.execute(engine.schemaWords(statement.strip()));
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
