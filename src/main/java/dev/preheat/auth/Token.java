package dev.preheat.auth;

import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.time.Instant;
import java.util.Optional;

/**
 * A proof of who is calling, which its holder may show until it expires.
 *
 * @param text the form on the wire; anyone who has it is the user
 * @param project the project it is good for; without one it is for the account, and good for no project
 */
public record Token(String text, User user, Optional<ProjectId> project, Instant issuedAt, Instant expiresAt) {
    @Override
    public String toString() {
        return "Token[… of " + user.account() + "/" + user.name() + " until " + expiresAt + "]";
    }
}
