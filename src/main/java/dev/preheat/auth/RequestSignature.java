package dev.preheat.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The SDK-HMAC-SHA256 signature of a request, made by a client and made again by the server.
 *
 * <p>Source: the vendor's Java SDK 3.1.143, recorded, and its signing guide (devg-apisign), 2025-11.
 */
public final class RequestSignature {
    static final String ALGORITHM = "SDK-HMAC-SHA256";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private RequestSignature() {}

    /**
     * The value of {@code Authorization} for a request.
     *
     * @param path the path as it goes over the wire, percent-encoded
     * @param query the query as it goes over the wire, without its {@code ?}; empty when there is none
     * @param signed the header fields to sign, names in lower case, among them {@code x-sdk-date} as {@link #date} writes it
     */
    public static String authorization(
            String accessKey,
            String secret,
            String method,
            String path,
            String query,
            SortedMap<String, String> signed,
            byte[] body) {
        var canonical = new CanonicalRequest(
                method,
                CanonicalRequest.path(path),
                CanonicalRequest.queries(query).getFirst(),
                List.copyOf(signed.keySet()),
                List.copyOf(signed.values()),
                CanonicalRequest.payload(Optional.ofNullable(signed.get(CanonicalRequest.CONTENT_SHA256)), body));
        return ALGORITHM + " Access=" + accessKey + ", SignedHeaders=" + String.join(";", signed.keySet())
                + ", Signature=" + of(canonical, signed.getOrDefault("x-sdk-date", ""), secret);
    }

    /** {@code X-Sdk-Date}: yyyyMMddTHHmmssZ in UTC. */
    public static String date(Instant now) {
        return DATE.format(now);
    }

    /** The instant that an {@code X-Sdk-Date} means; empty when it is none. */
    static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DATE.parse(date, Instant::from));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** The signature in lower-case hex. */
    static String of(CanonicalRequest canonical, String date, String secret) {
        var text = ALGORITHM + "\n" + date + "\n" + CanonicalRequest.sha256(canonical.text());
        return HexFormat.of().formatHex(hmac(secret, text));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every JDK has HmacSHA256", broken);
        }
    }
}
