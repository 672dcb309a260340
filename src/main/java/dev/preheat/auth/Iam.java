package dev.preheat.auth;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The parts that prove who is calling, over one directory.
 *
 * @param directory asked for each request, so that a reload counts from the next one on
 */
public record Iam(Supplier<Directory> directory, Authenticator authenticator, SignIn signIn, Tokens tokens) {
    /** @param tokenKey {@link Tokens#KEY_BYTES} random bytes that outlive the process */
    public static Iam of(Supplier<Directory> directory, byte[] tokenKey, InstantSource clock) {
        var tokens = new Tokens(tokenKey, directory, clock);
        return new Iam(
                directory,
                new Authenticator(directory, tokens, clock),
                new SignIn(directory, clock, SignIn.WRONG_TAKES),
                tokens);
    }
}
