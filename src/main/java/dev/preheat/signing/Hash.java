package dev.preheat.signing;

import dev.preheat.encoding.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** A hash of 32 bytes that signatures are made with: SHA-256, or SM3 (GB/T 32905-2016). */
public enum Hash {
    SHA256("x-sdk-content-sha256") {
        @Override
        byte[] of(byte[] bytes) {
            return Sha256.of(bytes);
        }

        @Override
        byte[] hmac(byte[] key, byte[] bytes) {
            return Sha256.hmac(key, bytes);
        }
    },

    SM3("x-sdk-content-sm3") {
        @Override
        byte[] of(byte[] bytes) {
            var digest = new SM3Digest();
            digest.update(bytes, 0, bytes.length);
            var hash = new byte[digest.getDigestSize()];
            digest.doFinal(hash, 0);
            return hash;
        }

        @Override
        byte[] hmac(byte[] key, byte[] bytes) {
            var mac = new HMac(new SM3Digest());
            mac.init(new KeyParameter(key));
            mac.update(bytes, 0, bytes.length);
            var hash = new byte[mac.getMacSize()];
            mac.doFinal(hash, 0);
            return hash;
        }
    };

    private final String contentHeader;

    Hash(String contentHeader) {
        this.contentHeader = contentHeader;
    }

    /** The header field, in lower case, in which a client may give the body's hash. */
    String contentHeader() {
        return contentHeader;
    }

    abstract byte[] of(byte[] bytes);

    abstract byte[] hmac(byte[] key, byte[] bytes);

    /** The hash in lower-case hex. */
    String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
