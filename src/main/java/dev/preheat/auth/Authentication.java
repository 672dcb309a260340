package dev.preheat.auth;

import java.time.Instant;

/** The outcome of authenticating a request: a proved caller, or the reason why there is none. */
public sealed interface Authentication {
    record Proved(Caller caller) implements Authentication {}

    /** The reason why a caller is not proved. */
    sealed interface Denial extends Authentication {}

    /** The request has neither a signature nor a token. */
    record NoCredentials() implements Denial {}

    /** {@code Authorization} cannot be read; {@code reason} tells a person why. */
    record Malformed(String reason) implements Denial {}

    record UnknownKey(String accessKey) implements Denial {}

    /** {@code X-Sdk-Date} is missing or not a date. */
    record MalformedDate() implements Denial {}

    /** {@code X-Sdk-Date} is too far from now, before or after. */
    record StaleDate() implements Denial {}

    /** The signature is of another request or of another secret. */
    record WrongSignature(String canonicalRequest) implements Denial {}

    /** There were too many wrong signatures in a row, so that not even a right one counts now. */
    record LockedKey() implements Denial {}

    /** The signature is right, but the temporary key's security token is missing, not signed or wrong. */
    record WrongSecurityToken() implements Denial {}

    /** The signature is right, but the temporary key has expired. */
    record ExpiredKey(Instant expired) implements Denial {}

    record UnknownToken() implements Denial {}

    record ExpiredToken(Instant at) implements Denial {}
}
