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
            "005-play-and-omitted.sql");

    private Schema() {}

    static int apply(Tx tx) throws SQLException {
        tx.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        int version = version(tx);
        if (version > FILES.size()) {
            throw new SQLException("the store was made by a later Preheat (schema " + version + ")");
        }
        for (int next = version; next < FILES.size(); next++) {
            run(tx, FILES.get(next));
            tx.update("INSERT INTO schema_version (version) VALUES (?)", next + 1);
        }
        return FILES.size();
    }

    private static int version(Tx tx) throws SQLException {
        return tx.queryOne(
                        "SELECT COALESCE(MAX(version), 0) AS version FROM schema_version",
                        row -> row.integer("version"))
                .orElse(0);
    }

    private static void run(Tx tx, String file) throws SQLException {
        log.debug("applying {}", file);
        for (var statement : text(file).replaceAll("--[^\n]*", "").split(";")) {
            if (!statement.isBlank()) {
                tx.execute(statement.strip());
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
