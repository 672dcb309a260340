package dev.preheat.app;

import dev.preheat.mistake.FileFault;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.sql.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the store that the configuration names. */
final class ConfiguredStore {
    private ConfiguredStore() {}

    /** The store, opened; its schema is brought up to date. */
    static Database open(Store store) throws CannotStart {
        return switch (store) {
            case Store.Sqlite(var file) -> file(file);
            case Store.Postgres server -> server(server);
        };
    }

    private static Database file(Path file) throws CannotStart {
        try {
            return Database.open(file).orElseThrow(() -> unusable(file, "another Preheat has it open; stop that one"));
        } catch (IOException cannot) {
            throw CannotStart.unusable(
                    file, FileFault.of(file, "opened as the store", cannot) + "; name another with --data");
        } catch (StoreException broken) {
            throw unusable(file, broken.why() + "; mend that");
        }
    }

    private static CannotStart unusable(Path file, String why) {
        return CannotStart.unusable(
                file,
                "cannot be opened as the store by user " + FileFault.user() + ": " + why
                        + ", or name another with --data");
    }

    private static Database server(Store.Postgres server) throws CannotStart {
        try {
            return Database.open(server).orElseThrow();
        } catch (IOException | RuntimeException away) {
            throw new CannotStart("the store " + server + " cannot be opened", away);
        }
    }
}
