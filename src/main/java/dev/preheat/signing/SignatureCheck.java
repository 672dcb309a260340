package dev.preheat.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * Checks that a signature was made with the secret of an access key.
 *
 * <p>HMACs are compared in constant time, so the time that a refusal takes says nothing about the right signature.
 *
 * <p>Limits: the public keys of 1,024 access keys are kept; the least recently used is forgotten first.
 */
public final class SignatureCheck {
    private static final int MOST_PUBLIC_KEYS = 1_024;

    private record Pair(Curve curve, AccessKey key) {}

    private final Map<Pair, ECPublicKeyParameters> publicKeys =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Pair, ECPublicKeyParameters> eldest) {
                    return size() > MOST_PUBLIC_KEYS;
                }
            });

    /** True if {@code offered} is the signature of {@code text} by {@code key}. */
    public boolean isRight(Credentials.Signature offered, AccessKey key, byte[] text) {
        var secret = key.secret().getBytes(UTF_8);
        return switch (offered.algorithm()) {
            case HMAC_SHA256, HMAC_SM3 -> isHmac(offered, secret, text);
            case DERIVED_HMAC_SHA256 -> isHmac(offered, derived(key, offered.scope()), text);
            case ECDSA_P256_SHA256 -> isOfPair(offered, new Pair(Curve.P256, key), text);
            case SM2_SM3 -> isOfPair(offered, new Pair(Curve.SM2, key), text);
        };
    }

    private static boolean isHmac(Credentials.Signature offered, byte[] secret, byte[] text) {
        var right = HexFormat.of().formatHex(offered.algorithm().hash().hmac(secret, text));
        return MessageDigest.isEqual(right.getBytes(US_ASCII), offered.value().getBytes(US_ASCII));
    }

    // HKDF (RFC 5869) of one block; the SDK uses its hex text as the key.
    private static byte[] derived(AccessKey key, String scope) {
        var extracted = Hash.SHA256.hmac(key.id().getBytes(UTF_8), key.secret().getBytes(UTF_8));
        var expanded = Hash.SHA256.hmac(extracted, (scope + '\u0001').getBytes(UTF_8));
        return HexFormat.of().formatHex(expanded).getBytes(US_ASCII);
    }

    private boolean isOfPair(Credentials.Signature offered, Pair pair, byte[] text) {
        var signer = pair.curve().signer();
        signer.init(false, publicKey(offered.algorithm(), pair));
        signer.update(text, 0, text.length);
        return signer.verifySignature(HexFormat.of().parseHex(offered.value()));
    }

    // Two threads may compute the same key at once; that costs less than waiting for each other.
    private ECPublicKeyParameters publicKey(SigningAlgorithm algorithm, Pair pair) {
        var known = publicKeys.get(pair);
        if (known != null) {
            return known;
        }
        var made = pair.curve().publicKey(algorithm, pair.key());
        publicKeys.put(pair, made);
        return made;
    }
}
