package dev.preheat.app;

import dev.preheat.auth.Tokens;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.sql.Tx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;

/** The key that signs tokens, kept with the store, so that tokens outlive a restart. */
final class TokenKey {
    static final String NAME = "token.key";

    private TokenKey() {}

    /** The key, made when it is missing: in a file beside the store, or in the store, for all processes that share it. */
    static byte[] of(Store store, Database database) throws CannotStart {
        return switch (store) {
            case Store.Sqlite(var file) -> beside(file);
            case Store.Postgres _ -> in(database);
        };
    }

    /** Copies the key beside {@code from}, if there is one, into a store that has none yet, so that tokens stay valid. */
    static void copy(Store.Sqlite from, Database to) throws IOException {
        var file = from.file().toAbsolutePath().resolveSibling(NAME);
        if (Files.exists(file)) {
            var key = Files.readAllBytes(file);
            to.write(tx -> enter(tx, key));
        }
    }

    private static int enter(Tx tx, byte[] key) throws SQLException {
        return tx.update(
                "INSERT INTO secret (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                NAME,
                HexFormat.of().formatHex(key));
    }

    private static byte[] in(Database database) {
        return database.write(tx -> {
            enter(tx, random());
            return HexFormat.of()
                    .parseHex(tx.queryOne("SELECT content FROM secret WHERE name = ?", row -> row.text("content"), NAME)
                            .orElseThrow());
        });
    }

    private static byte[] beside(Path store) throws CannotStart {
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
            throw CannotStart.unusable(file, "read or written", broken);
        }
        throw CannotStart.unusable(
                file,
                "is not a key of tokens; delete it, and the next start makes a new one and refuses all tokens issued"
                        + " before");
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
