package dev.preheat.app;

import dev.preheat.auth.Tokens;
import dev.preheat.cli.FileFault;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.sql.Tx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;

/** The server's key of tokens, kept with the store, so that tokens outlive a restart. */
final class TokenKey {
    static final String NAME = "token.key";

    private TokenKey() {}

    /** The key, made when it is missing: in a file beside the store, or in the store, for all processes that share it. */
    static byte[] of(Store store, Database database) throws App.CannotStart {
        return switch (store) {
            case Store.Sqlite(var file) -> beside(file);
            case Store.Postgres _ -> in(database);
        };
    }

    /** Takes the key beside {@code from}, if there is one, into a store that has none yet: tokens stay good. */
    static void copy(Store.Sqlite from, Database to) throws IOException {
        var file = from.file().toAbsolutePath().resolveSibling(NAME);
        if (Files.exists(file)) {
            var key = Files.readAllBytes(file);
            to.write(tx -> enter(tx, key));
        }
    }

    private static int enter(Tx tx, byte[] key) throws SQLException {
        return tx.sql("INSERT INTO secret (name, content) VALUES (:name, :content) ON CONFLICT (name) DO NOTHING")
                .with("name", NAME)
                .with("content", HexFormat.of().formatHex(key))
                .update();
    }

    private static byte[] in(Database database) {
        return database.write(tx -> {
            enter(tx, random());
            var key = tx.sql("SELECT content FROM secret WHERE name = :name")
                    .with("name", NAME)
                    .first(row -> row.text("content"));
            return HexFormat.of().parseHex(key.orElseThrow());
        });
    }

    private static byte[] beside(Path store) throws App.CannotStart {
        var file = store.toAbsolutePath().resolveSibling(NAME);
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            var key = Files.readAllBytes(file);
            if (key.length == Tokens.KEY_BYTES) {
                return key;
            }
        } catch (IOException broken) {
            throw new ConfiguredStore.NoFiles(file, FileFault.of(file, "read or written", broken));
        }
        throw new ConfiguredStore.NoFiles(
                file,
                "is no key of tokens; without it the next start makes a new one, and all tokens issued before are"
                        + " refused");
    }

    private static void make(Path file) throws IOException {
        PrivateFile.write(file, random());
    }

    private static byte[] random() {
        var key = new byte[Tokens.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
