package dev.preheat.signing;

import dev.preheat.http.Headers;
import java.util.List;

/** The proof of who is calling that a request offers, not yet checked. */
public sealed interface Credentials {
    /**
     * An AK/SK signature.
     *
     * @param scope day, region and service of a derived key, {@code 20261122/cn-north-4/vod}; otherwise empty
     * @param value in lower-case hex
     */
    record Signature(
            SigningAlgorithm algorithm, String accessKey, String scope, List<String> signedHeaders, String value)
            implements Credentials {
        public Signature {
            signedHeaders = List.copyOf(signedHeaders);
        }
    }

    record Token(String value) implements Credentials {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** An {@code Authorization} that cannot be read. */
    record Malformed(String reason) implements Credentials {}

    record None() implements Credentials {}

    int MOST_SIGNED_HEADERS = 64;

    /** Reads {@code Authorization} and {@code X-Auth-Token}; if both are there, the signature decides. */
    static Credentials of(Headers headers) {
        var authorization = headers.all("Authorization");
        if (authorization.isEmpty()) {
            return token(headers.all("X-Auth-Token"));
        }
        return authorization.size() == 1
                ? signature(authorization.getFirst().strip())
                : new Malformed("more than one Authorization header");
    }

    private static Credentials token(List<String> given) {
        return switch (given.size()) {
            case 0 -> new None();
            case 1 -> new Token(given.getFirst());
            default -> new Malformed("more than one X-Auth-Token header");
        };
    }

    private static Credentials signature(String authorization) {
        var algorithm = SigningAlgorithm.of(authorization);
        if (algorithm.isEmpty()) {
            return new Malformed("the algorithm of Authorization is unknown");
        }
        var parts = algorithm.get().authorization().matcher(authorization);
        if (!parts.matches()) {
            return new Malformed("the Authorization header is malformed");
        }
        return checked(new Signature(
                algorithm.get(),
                parts.group(1),
                parts.group(2),
                List.of(parts.group(3).split(";", -1)),
                parts.group(4)));
    }

    private static Credentials checked(Signature signature) {
        if (signature.signedHeaders().size() > MOST_SIGNED_HEADERS) {
            return new Malformed("more than " + MOST_SIGNED_HEADERS + " signed headers");
        }
        if (signature.signedHeaders().stream().noneMatch("x-sdk-date"::equalsIgnoreCase)) {
            return new Malformed("x-sdk-date is not signed");
        }
        return signature.algorithm().hasKeyPair() && signature.accessKey().length() > Curve.LONGEST_ACCESS_KEY
                ? new Malformed(
                        "this algorithm takes an access key of at most " + Curve.LONGEST_ACCESS_KEY + " characters")
                : signature;
    }
}
