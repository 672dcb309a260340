package dev.preheat.auth;

import dev.preheat.tenancy.User;

/** An access key (AK) and its secret (SK), and whose they are. Never printed with the secret. */
public record AccessKey(String id, String secret, User user) {
    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + user.account() + "/" + user.name() + "]";
    }
}
