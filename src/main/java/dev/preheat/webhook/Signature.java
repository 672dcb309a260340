package dev.preheat.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.encoding.Sha256;
import java.time.Instant;
import java.util.HexFormat;

/** The sign by which a receiver knows that a delivery is ours and new: HMAC-SHA256 over its time and its body. */
final class Signature {
    private Signature() {}

    /** {@code v1=} and the HMAC of the seconds since 1970, a dot and the body, in hex. */
    static String of(String secret, Instant at, byte[] body) {
        var time = (at.getEpochSecond() + ".").getBytes(UTF_8);
        return "v1=" + HexFormat.of().formatHex(Sha256.hmac(secret.getBytes(UTF_8), time, body));
    }
}
