package dev.preheat.signing;

import dev.preheat.tenancy.User;
import java.util.Optional;

/**
 * An access key (AK) and its secret (SK), and whose they are. Never printed with the secret.
 *
 * @param token only a temporary key has one
 */
public record AccessKey(String id, String secret, User user, Optional<SecurityToken> token) {
    /** A key that does not expire. */
    public AccessKey(String id, String secret, User user) {
        this(id, secret, user, Optional.empty());
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + user.account() + "/" + user.name() + "]";
    }
}
