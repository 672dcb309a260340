package dev.preheat.auth;

import dev.preheat.tenancy.User;
import java.util.Optional;

/** A user, with the password that proves to be that user, if there is one. */
public record Login(User user, Optional<PasswordHash> password) {}
