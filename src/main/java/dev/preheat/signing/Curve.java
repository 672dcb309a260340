package dev.preheat.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * An elliptic curve on which the vendor's SDK derives a key pair from an access key and its secret.
 *
 * <p>The private key is an HMAC under the secret, computed with the next counter until it is below the curve's order.
 * Source: huaweicloud-sdk-core 3.1.143, P256SHA256Signer and SM2SM3Signer, recorded 2026-11-22.
 */
@SuppressWarnings("ImmutableEnumChecker") // the library does not declare it, but a curve never changes
enum Curve {
    P256("secp256r1") {
        @Override
        Signer signer() {
            return new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
        }
    },

    SM2("sm2p256v1") {
        @Override
        Signer signer() {
            return new SM2Signer();
        }
    };

    /** The most that the SDK's own buffer holds of an access key. */
    static final int LONGEST_ACCESS_KEY = 20;

    private static final int MOST_COUNTERS = 256;

    private final ECDomainParameters domain;

    Curve(String name) {
        X9ECParameters parameters = CustomNamedCurves.getByName(name);
        domain = new ECDomainParameters(parameters);
    }

    /** Checks a signature in DER, and answers {@code false} for a malformed one. */
    abstract Signer signer();

    /** The public key of {@code key}, whose id has at most {@link #LONGEST_ACCESS_KEY} characters. */
    ECPublicKeyParameters publicKey(SigningAlgorithm algorithm, AccessKey key) {
        var point = new FixedPointCombMultiplier().multiply(domain.getG(), privateKey(algorithm, key));
        return new ECPublicKeyParameters(point, domain);
    }

    private BigInteger privateKey(SigningAlgorithm algorithm, AccessKey key) {
        var largest = domain.getN().subtract(BigInteger.TWO);
        for (int counter = 0; counter < MOST_COUNTERS; counter++) {
            var text = text(algorithm, key.id(), (byte) counter);
            var hash = algorithm.hash().hmac(key.secret().getBytes(UTF_8), text);
            var candidate = new BigInteger(1, hash);
            if (candidate.compareTo(largest) <= 0) {
                return candidate.add(BigInteger.ONE);
            }
        }
        throw new IllegalStateException("256 hashes in a row above the order of " + this);
    }

    // The whole buffer is hashed, so a shorter access key is followed by zeros.
    private static byte[] text(SigningAlgorithm algorithm, String accessKey, byte counter) {
        var name = algorithm.word().getBytes(US_ASCII);
        return ByteBuffer.allocate(name.length + 10 + LONGEST_ACCESS_KEY)
                .putInt(1)
                .put(name)
                .put((byte) 0)
                .put(accessKey.getBytes(UTF_8))
                .put(counter)
                .putInt(256)
                .array();
    }
}
