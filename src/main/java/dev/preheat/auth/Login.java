package dev.preheat.auth;

import dev.preheat.tenancy.User;
import java.util.Optional;

/** A user, and the password that proves to be the one where there is one. */
public record Login(User user, Optional<PasswordHash> password) {}
