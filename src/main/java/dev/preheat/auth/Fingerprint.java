package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.encoding.Sha256;
import java.time.Instant;

/**
 * The identity of a signed request: the same each time it is sent, and different for every other request.
 *
 * <p>It covers what the signature covers, and the body, but not the signature: anybody who sees a signature on a curve can
 * write it in a second way, and that makes no other request.
 *
 * @param hash SHA-256 in hex
 * @param until the end of the signature's validity, after which no repeat can come
 */
public record Fingerprint(String hash, Instant until) {
    /** @param text the text that was signed */
    static Fingerprint of(byte[] text, String accessKey, byte[] body, Instant until) {
        var key = ("\n" + accessKey + "\n").getBytes(UTF_8);
        return new Fingerprint(Sha256.hex(text, key, body), until);
    }
}
