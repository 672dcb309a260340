package dev.preheat.e2e;

import dev.preheat.testing.Logins;
import java.net.URI;
import java.util.Map;

/** Tokens as people get them: by {@code preheat token}, for their password. */
final class Tokens {
    private Tokens() {}

    /** One of the owner of {@link Setup#ACME}, for its project. */
    static String ofOwner(URI endpoint) {
        return of(endpoint, Setup.ACME.name());
    }

    /** One of any user of {@link Setup#ACME} whose password is {@link Logins#PASSWORD}. */
    static String of(URI endpoint, String user) {
        var out = Child.jar(
                Map.of("PREHEAT_PASSWORD", Logins.PASSWORD),
                "token",
                "--endpoint",
                endpoint.toString(),
                "--account",
                Setup.ACME.name(),
                "--user",
                user,
                "--project",
                Setup.ACME.project());
        return out.strip();
    }
}
