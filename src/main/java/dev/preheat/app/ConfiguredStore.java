package dev.preheat.app;

import dev.preheat.cli.FileFault;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.sql.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the store that the configuration names, or says why that cannot be. */
final class ConfiguredStore {
    private ConfiguredStore() {}

    /** Files cannot be used: whoever starts the service has to name others, or to make these usable. */
    static final class NoFiles extends App.CannotStart {
        NoFiles(Path file, String what) {
            super(file + " " + what);
        }
    }

    static Database open(Store store) throws App.CannotStart {
        return switch (store) {
            case Store.Sqlite(var file) -> file(file);
            case Store.Postgres server -> server(server);
        };
    }

    private static Database file(Path file) throws NoFiles {
        try {
            return Database.open(file).orElseThrow(() -> unusable(file, "another Preheat has it open; stop that one"));
        } catch (IOException cannot) {
            throw new NoFiles(file, FileFault.of(file, "opened as the store", cannot) + "; name another with --data");
        } catch (StoreException broken) {
            throw unusable(file, broken.why() + "; mend that");
        }
    }

    private static NoFiles unusable(Path file, String why) {
        return new NoFiles(
                file,
                "cannot be opened as the store by user " + FileFault.user() + ": " + why
                        + ", or name another with --data");
    }

    private static Database server(Store.Postgres server) throws App.CannotStart {
        try {
            return Database.open(server).orElseThrow();
        } catch (IOException | RuntimeException away) {
            throw new App.CannotStart("the store " + server + " cannot be opened: " + App.rootOf(away));
        }
    }
}
