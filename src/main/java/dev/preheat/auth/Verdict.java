package dev.preheat.auth;

import java.time.Instant;

/** Who is calling, or why nobody knows. */
public sealed interface Verdict permits Caller, Verdict.Denial {
    /** Why a caller is not proved. */
    sealed interface Denial extends Verdict {}

    /** Neither a signature nor a token. */
    record NoCredentials() implements Denial {}

    /** An {@code Authorization} that cannot be read; {@code reason} is for a person. */
    record Malformed(String reason) implements Denial {}

    record UnknownKey(String accessKey) implements Denial {}

    /** {@code X-Sdk-Date} is missing or no date. */
    record MalformedDate() implements Denial {}

    /** {@code X-Sdk-Date} is too far from now, before or after. */
    record StaleDate() implements Denial {}

    /** The signature is of another request or of another secret. */
    record WrongSignature(String canonicalRequest) implements Denial {}

    /** Too many wrong signatures in a row; not even a right one counts now. */
    record LockedKey() implements Denial {}

    /** The signature is right, but the temporary key's security token is missing, not signed or another. */
    record WrongSecurityToken() implements Denial {}

    /** The signature is right, but the temporary key is too old. */
    record ExpiredKey(Instant expired) implements Denial {}

    record UnknownToken() implements Denial {}

    record ExpiredToken(Instant at) implements Denial {}
}
