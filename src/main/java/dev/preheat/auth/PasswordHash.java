package dev.preheat.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as the configuration holds it, {@code $pbkdf2-sha512$v1$ITERATIONS$SALT$HASH}, from which it cannot be read.
 *
 * <p>Limits: passwords of 1 to 256 characters; 100,000 to 10,000,000 iterations; 16 bytes of salt, 64 of hash.
 */
public final class PasswordHash {
    public static final int LONGEST_PASSWORD = 256;

    /** OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet, 2023). */
    static final int ITERATIONS = 210_000;

    private static final int FEWEST = 100_000;
    private static final int MOST = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 64;
    private static final Pattern TEXT =
            Pattern.compile("\\$pbkdf2-sha512\\$v1\\$([1-9][0-9]{5,7})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{86})");

    private final String text;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        this.text = "$pbkdf2-sha512$v1$" + iterations + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes {@code password} with fresh salt. */
    public static PasswordHash of(char[] password, SecureRandom random) {
        if (password.length == 0 || password.length > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("a password must have 1 to " + LONGEST_PASSWORD + " characters");
        }
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derived(password, salt, ITERATIONS));
    }

    /** @throws IllegalArgumentException with what it must be and how to make one */
    public static PasswordHash parse(String text) {
        var parts = TEXT.matcher(text);
        if (parts.matches()) {
            int iterations = Integer.parseInt(parts.group(1));
            var base64 = Base64.getUrlDecoder();
            if (iterations >= FEWEST && iterations <= MOST) {
                return new PasswordHash(iterations, base64.decode(parts.group(2)), base64.decode(parts.group(3)));
            }
        }
        throw new IllegalArgumentException(
                "must be the line that `./preheat password` prints, $pbkdf2-sha512$v1$…, never a password itself");
    }

    /** True if this is the hash of {@code password}; takes as long for a wrong one. */
    boolean isOf(char[] password) {
        return MessageDigest.isEqual(hash, derived(password, salt, iterations));
    }

    int iterations() {
        return iterations;
    }

    /** The hash as a line of the configuration. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }

    private static byte[] derived(char[] password, byte[] salt, int iterations) {
        try {
            var key = new PBEKeySpec(password, salt, iterations, HASH_BYTES * Byte.SIZE);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", broken);
        }
    }
}
