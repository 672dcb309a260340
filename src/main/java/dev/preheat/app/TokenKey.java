package dev.preheat.app;

import dev.preheat.auth.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The server's key of tokens, in a file beside the store, so that tokens outlive a restart. */
final class TokenKey {
    private static final String NAME = "token.key";

    private TokenKey() {}

    /** The key, made when it is missing. */
    static byte[] beside(Path store) throws App.CannotStart {
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
            throw new App.CannotStart(file + " cannot be read or written: " + broken.getMessage());
        }
        throw new App.CannotStart(file + " is no key of tokens; without it the next start makes a new one, and all"
                + " tokens issued before are refused");
    }

    private static void make(Path file) throws IOException {
        var key = new byte[Tokens.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        PrivateFile.write(file, key);
    }
}
