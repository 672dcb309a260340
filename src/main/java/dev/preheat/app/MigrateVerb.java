package dev.preheat.app;

import dev.preheat.cli.Shell;
import dev.preheat.mistake.FileFault;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.sql.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preheat migrate}: copies the store of one machine into a PostgreSQL that several processes can share. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Copies everything from a SQLite store into an empty PostgreSQL, and counts it there.",
            "The service must be stopped first. Everything is copied, or nothing. The SQLite store stays as it is, apart from its schema."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Everything was copied.", "1:Nothing was copied.", "2:The usage was wrong."})
final class MigrateVerb implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--from", paramLabel = "sqlite:PATH", required = true, description = "Names the store to copy.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "postgresql://…",
            required = true,
            description =
                    "Names the store to copy into, as in the configuration: postgresql://USER:PASSWORD@HOST:PORT/DATABASE.")
    private String to = "";

    MigrateVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try {
            if (Store.parse(from) instanceof Store.Sqlite source && Store.parse(to) instanceof Store.Postgres target) {
                return migrate(source, target);
            }
        } catch (IllegalArgumentException _) {
            // refused below; the text of a store may hold a password
        }
        shell.err()
                .println("preheat: --from must be sqlite:PATH, and --to postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
        return 2;
    }

    private int migrate(Store.Sqlite source, Store.Postgres target) {
        try {
            return Files.notExists(source.file()) ? failed("there is no " + source) : copied(source, target);
        } catch (IOException cannot) {
            return failed(source + " " + FileFault.of(source.file(), "read", cannot));
        } catch (StoreException failed) {
            return failed(failed.why());
        }
    }

    private int copied(Store.Sqlite source, Store.Postgres target) throws IOException {
        var free = Database.open(source);
        if (free.isEmpty()) {
            return failed(source + " is in use: stop the service first");
        }
        try (var one = free.get();
                var other = Database.open(target).orElseThrow()) {
            one.copyTo(other).forEach((table, rows) -> shell.out().println(table + ": " + rows + " rows"));
            TokenKey.copy(source, other);
            shell.out().println("copied " + source + " to " + target);
            shell.out().flush();
            return 0;
        }
    }

    private int failed(String why) {
        shell.err().println("preheat: nothing was copied: " + why);
        return 1;
    }
}
