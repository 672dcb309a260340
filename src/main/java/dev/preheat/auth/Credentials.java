package dev.preheat.auth;

import dev.preheat.http.Headers;
import java.util.List;
import java.util.regex.Pattern;

/** What a request offers as proof of who is calling, not yet checked. */
sealed interface Credentials {
    /** An AK/SK signature; {@code signature} is 64 lower-case hex digits. */
    record Signature(String accessKey, List<String> signedHeaders, String signature) implements Credentials {
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

    /** An {@code Authorization} that is none of ours. */
    record Malformed(String reason) implements Credentials {}

    record None() implements Credentials {}

    int MOST_SIGNED_HEADERS = 64;
    Pattern SIGNATURE = Pattern.compile(
            "SDK-HMAC-SHA256 +Access=([A-Za-z0-9_-]{1,128}), *SignedHeaders=([A-Za-z0-9!#$%&'*+.^_`|~;-]+), *Signature=([0-9a-f]{64})");

    /** Reads {@code Authorization} and {@code X-Auth-Token}; where both are there, the signature decides. */
    static Credentials of(Headers headers) {
        var authorization = headers.all("Authorization");
        if (authorization.isEmpty()) {
            return headers.first("X-Auth-Token").<Credentials>map(Token::new).orElseGet(None::new);
        }
        return authorization.size() == 1
                ? signature(authorization.getFirst().strip())
                : new Malformed("more than one Authorization header");
    }

    private static Credentials signature(String authorization) {
        if (!authorization.startsWith(RequestSignature.ALGORITHM + " ")) {
            return new Malformed("the algorithm of Authorization is not " + RequestSignature.ALGORITHM);
        }
        var parts = SIGNATURE.matcher(authorization);
        if (!parts.matches()) {
            return new Malformed("the Authorization header is malformed");
        }
        var signedHeaders = List.of(parts.group(2).split(";", -1));
        if (signedHeaders.size() > MOST_SIGNED_HEADERS) {
            return new Malformed("more than " + MOST_SIGNED_HEADERS + " signed headers");
        }
        return signedHeaders.stream().anyMatch("x-sdk-date"::equalsIgnoreCase)
                ? new Signature(parts.group(1), signedHeaders, parts.group(3))
                : new Malformed("x-sdk-date is not signed");
    }
}
