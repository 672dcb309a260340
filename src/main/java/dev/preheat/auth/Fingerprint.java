package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.http.Request;
import dev.preheat.signing.CanonicalRequest;
import dev.preheat.signing.Credentials;
import dev.preheat.signing.Hash;
import dev.preheat.signing.RequestSignature;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * What a signed request has in common with itself when it is sent again, and with no other request.
 *
 * <p>It is made of what the signature covers and of the body, not of the signature: a signature on a curve can be written
 * in two ways by anybody who sees it, and that is no other request.
 *
 * @param hash SHA-256 in hex
 * @param until when its signature counts no more, so that no repeat can come
 */
public record Fingerprint(String hash, Instant until) {
    /** The fingerprint of a request whose caller is proved; empty where a token proved it. */
    public static Optional<Fingerprint> of(Request proved) {
        return Credentials.of(proved.headers()) instanceof Credentials.Signature signature
                ? RequestSignature.instant(RequestSignature.date(proved.headers()))
                        .map(signedAt -> new Fingerprint(hash(proved, signature), until(signedAt)))
                : Optional.empty();
    }

    private static Instant until(Instant signedAt) {
        return signedAt.plus(SignatureProof.LARGEST_SKEW);
    }

    private static String hash(Request request, Credentials.Signature signature) {
        var canonical = CanonicalRequest.of(
                request, signature.signedHeaders(), signature.algorithm().hash());
        var text = RequestSignature.text(
                signature.algorithm(),
                RequestSignature.date(request.headers()),
                signature.scope(),
                canonical.getFirst());
        var all = new ByteArrayOutputStream();
        all.writeBytes(text);
        all.writeBytes(("\n" + signature.accessKey() + "\n").getBytes(UTF_8));
        all.writeBytes(request.body());
        return Hash.SHA256.hex(all.toByteArray());
    }
}
