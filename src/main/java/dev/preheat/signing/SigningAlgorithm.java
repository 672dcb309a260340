package dev.preheat.signing;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A way in which the vendor's SDKs sign a request.
 *
 * <p>Source: huaweicloud-sdk-core 3.1.143 (Java), recorded 2026-11-22, and the signing guide (devg-apisign), 2025-11.
 */
public enum SigningAlgorithm {
    /** An HMAC under the secret itself. */
    HMAC_SHA256("SDK-HMAC-SHA256", Hash.SHA256, "Access=", Written.HMAC),

    /** The same under a key that is derived for a day, a region and a service. */
    DERIVED_HMAC_SHA256("V11-HMAC-SHA256", Hash.SHA256, "Credential=", Written.HMAC),

    HMAC_SM3("SDK-HMAC-SM3", Hash.SM3, "Access=", Written.HMAC),

    ECDSA_P256_SHA256("SDK-ECDSA-P256-SHA256", Hash.SHA256, "Access=", Written.DER),

    SM2_SM3("SDK-SM2-SM3", Hash.SM3, "Access=", Written.DER);

    /** The form of a signature in hex. */
    private enum Written {
        HMAC("[0-9a-f]{64}"),
        DER("(?:[0-9a-f]{2}){8,72}");

        private final String pattern;

        Written(String pattern) {
            this.pattern = pattern;
        }
    }

    private static final Pattern OFFERED = Pattern.compile("\\b(?:"
            + Arrays.stream(values()).map(one -> one.access).distinct().collect(Collectors.joining("|"))
            + ")([A-Za-z0-9_-]{1,128})(?![A-Za-z0-9_-])");

    private final String word;
    private final String access;
    private final Hash hash;
    private final Pattern authorization;

    SigningAlgorithm(String word, Hash hash, String access, Written written) {
        this.word = word;
        this.access = access;
        this.hash = hash;
        var scope = access.equals("Access=") ? "()" : "/(\\d{8}/[A-Za-z0-9_.-]{1,64}/[A-Za-z0-9_.-]{1,64})";
        authorization = Pattern.compile(word + " +" + access + "([A-Za-z0-9_-]{1,128})" + scope
                + ", *SignedHeaders=([A-Za-z0-9!#$%&'*+.^_`|~;-]+), *Signature=(" + written.pattern + ")");
    }

    /** The algorithm that an {@code Authorization} begins with. */
    static Optional<SigningAlgorithm> of(String authorization) {
        var words = authorization.split(" ", 2);
        return Arrays.stream(values())
                .filter(one -> words.length == 2 && one.word.equals(words[0]))
                .findFirst();
    }

    /** The access key that an {@code Authorization} names, however malformed the rest of it is. */
    public static Optional<String> offeredKey(String authorization) {
        var offered = OFFERED.matcher(authorization);
        return offered.find() ? Optional.of(offered.group(1)) : Optional.empty();
    }

    /** The name on the wire. */
    String word() {
        return word;
    }

    public Hash hash() {
        return hash;
    }

    /** True if it signs with a private key and is checked with the public one. */
    boolean hasKeyPair() {
        return this == ECDSA_P256_SHA256 || this == SM2_SM3;
    }

    /** The pattern of an {@code Authorization}: access key, scope (empty unless derived), signed headers, signature. */
    Pattern authorization() {
        return authorization;
    }
}
