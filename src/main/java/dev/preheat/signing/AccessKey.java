package dev.preheat.signing;

import dev.preheat.tenancy.User;
import java.util.Optional;

/**
 * An access key (AK), its secret (SK) and the user they belong to. Never printed with the secret.
 *
 * @param token only for a temporary key
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
