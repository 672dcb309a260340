package dev.preheat.testing;

import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The databases that a store may be, for tests of what must hold in both. */
public enum TestStore {
    SQLITE,
    POSTGRESQL;

    private static final Map<Path, Store> MADE = new ConcurrentHashMap<>();

    /** The store of {@code dir}: new at first, the same one again later. */
    public Database open(Path dir) {
        try {
            return Database.open(at(dir)).orElseThrow();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Store at(Path dir) {
        return switch (this) {
            case SQLITE -> new Store.Sqlite(dir.resolve("preheat.db"));
            case POSTGRESQL -> MADE.computeIfAbsent(dir, _ -> Postgres.shared().newDatabase());
        };
    }
}
