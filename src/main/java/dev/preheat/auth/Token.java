package dev.preheat.auth;

import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.time.Instant;
import java.util.Optional;

/**
 * A proof of who is calling that its holder may show until it expires.
 *
 * @param text what goes over the wire; whoever has it is the user
 * @param project what it is good for; without one it is the account's, and good for no project
 */
public record Token(String text, User user, Optional<ProjectId> project, Instant issuedAt, Instant expiresAt) {
    @Override
    public String toString() {
        return "Token[… of " + user.account() + "/" + user.name() + " until " + expiresAt + "]";
    }
}
