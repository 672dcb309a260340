package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.encoding.Sha256;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues and reads tokens that need no store: base64url of their claims and of an HMAC-SHA256 over them with the server's key.
 *
 * <p>A token is good for 24 hours (the vendor's IAM API reference, 2023-02), and ends earlier if the user, the password, a
 * key or a policy changes: it holds a keyed fingerprint of these, and no secret.
 */
public final class Tokens {
    /** The length of the server's key, in bytes. */
    public static final int KEY_BYTES = 32;

    private static final Duration LIFE = Duration.ofHours(24);
    private static final int VERSION = 1;
    private static final int SEAL_BYTES = 32;
    private static final int FINGERPRINT_BYTES = 16;
    private static final int LONGEST = 2_048;

    private final byte[] key;
    private final Supplier<Directory> directory;
    private final InstantSource clock;

    /** @param key {@link #KEY_BYTES} random bytes; anyone who has them can be anybody */
    public Tokens(byte[] key, Supplier<Directory> directory, InstantSource clock) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key of tokens must have " + KEY_BYTES + " bytes");
        }
        this.key = key.clone();
        this.directory = directory;
        this.clock = clock;
    }

    /** The result of reading a text that claims to be a token. */
    public sealed interface Reading {
        record Good(Token token) implements Reading {}

        /** One of ours that has expired. */
        record Expired(Instant at) implements Reading {}

        /** Not one of ours, changed on the way, or of a user who has changed since. */
        record Unknown() implements Reading {}
    }

    private record Claims(AccountName account, String user, String project, Instant issuedAt, Instant expiresAt) {}

    /** Issues a token for one project of the user's account, or for the account if {@code project} is empty. */
    public Token issue(Login login, String project) {
        var now = Instant.ofEpochMilli(clock.millis());
        var user = login.user();
        var claims = new Claims(user.account(), user.name(), project, now, now.plus(LIFE));
        return token(sealed(written(claims, fingerprint(directory.get(), user))), login, claims);
    }

    /** Reads any text; never throws. */
    public Reading read(String text) {
        var said = unsealed(text);
        return said.length == 0 || said[0] != VERSION ? new Reading.Unknown() : judged(text, said);
    }

    private Reading judged(String text, byte[] said) {
        var claims = claims(said);
        var now = directory.get();
        var login = now.login(claims.account(), claims.user());
        var fingerprint = Arrays.copyOfRange(said, said.length - FINGERPRINT_BYTES, said.length);
        if (login.isEmpty()
                || !MessageDigest.isEqual(fingerprint(now, login.get().user()), fingerprint)) {
            return new Reading.Unknown();
        }
        return clock.instant().isBefore(claims.expiresAt())
                ? new Reading.Good(token(text, login.get(), claims))
                : new Reading.Expired(claims.expiresAt());
    }

    private static Token token(String text, Login login, Claims claims) {
        var project = Optional.of(claims.project()).filter(id -> !id.isEmpty()).map(ProjectId::new);
        return new Token(text, login.user(), project, claims.issuedAt(), claims.expiresAt());
    }

    private byte[] fingerprint(Directory now, User user) {
        return Arrays.copyOf(seal(now.standing(user).getBytes(UTF_8), "user"), FINGERPRINT_BYTES);
    }

    private String sealed(byte[] said) {
        var whole = Arrays.copyOf(said, said.length + SEAL_BYTES);
        System.arraycopy(seal(said, "token"), 0, whole, said.length, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    // Empty if the seal is not ours. Several texts decode to the same bytes; only the one that we wrote counts.
    private byte[] unsealed(String text) {
        if (text.length() > LONGEST) {
            return new byte[0];
        }
        try {
            var whole = Base64.getUrlDecoder().decode(text);
            var said = Arrays.copyOf(whole, Math.max(0, whole.length - SEAL_BYTES));
            var ours = sealed(said).getBytes(UTF_8);
            return MessageDigest.isEqual(ours, text.getBytes(UTF_8)) ? said : new byte[0];
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    // The purpose keeps a seal of one kind from ever being taken for the other.
    private byte[] seal(byte[] bytes, String purpose) {
        return Sha256.hmac(key, (purpose + "\n").getBytes(UTF_8), bytes);
    }

    private static byte[] written(Claims claims, byte[] fingerprint) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(claims.account().value());
            out.writeUTF(claims.user());
            out.writeUTF(claims.project());
            out.writeLong(claims.issuedAt().toEpochMilli());
            out.writeLong(claims.expiresAt().toEpochMilli());
            out.write(fingerprint);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    // Called only with bytes that we wrote.
    private static Claims claims(byte[] said) {
        try (var in = new DataInputStream(new ByteArrayInputStream(said))) {
            in.skipNBytes(1);
            return new Claims(
                    new AccountName(in.readUTF()),
                    in.readUTF(),
                    in.readUTF(),
                    Instant.ofEpochMilli(in.readLong()),
                    Instant.ofEpochMilli(in.readLong()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
