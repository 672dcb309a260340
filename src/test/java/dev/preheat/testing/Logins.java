package dev.preheat.testing;

import dev.preheat.auth.Login;
import dev.preheat.auth.PasswordHash;
import dev.preheat.tenancy.User;
import java.util.Optional;

/** Users with a password: {@link #PASSWORD}, whose hash is the same each time, so that tokens are too. */
public final class Logins {
    public static final String PASSWORD = "correct horse battery staple";

    /** As few iterations as are allowed: a test has no secret. */
    public static final PasswordHash HASH = PasswordHash.parse(
            "$pbkdf2-sha512$v1$100000$AAECAwQFBgcICQoLDA0ODw$hzaYXq3InP7jFNdKFTiXBaKMc6Hki6FR8fwp8lRCNSzgwBQu_67CPfP4HL9ZakyYey_St-3YqPl5YVpad7RbFQ");

    private Logins() {}

    public static Login of(User user) {
        return new Login(user, Optional.of(HASH));
    }
}
