package dev.preheat.signing;

import dev.preheat.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The SDK-HMAC-SHA256 signature of a request as a client makes it, and the text that every algorithm signs.
 *
 * <p>Source: the vendor's Java SDK 3.1.143, recorded, and its signing guide (devg-apisign), 2025-11.
 */
public final class RequestSignature {
    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.HMAC_SHA256;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private RequestSignature() {}

    /**
     * The value of {@code Authorization} for a request.
     *
     * @param path the path as it goes over the wire, percent-encoded
     * @param query the query as it goes over the wire, without its {@code ?}; empty if there is none
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
        var hash = ALGORITHM.hash();
        var canonical = new CanonicalRequest(
                method,
                CanonicalRequest.path(path),
                CanonicalRequest.queries(query).getFirst(),
                List.copyOf(signed.keySet()),
                List.copyOf(signed.values()),
                CanonicalRequest.payload(hash, signed.getOrDefault(hash.contentHeader(), ""), body));
        var text = text(ALGORITHM, signed.getOrDefault("x-sdk-date", ""), "", canonical);
        return ALGORITHM.word() + " Access=" + accessKey + ", SignedHeaders=" + String.join(";", signed.keySet())
                + ", Signature=" + HexFormat.of().formatHex(hash.hmac(secret.getBytes(StandardCharsets.UTF_8), text));
    }

    /** The text of a request's {@code X-Sdk-Date}, valid or not. */
    public static String date(Headers headers) {
        return String.join(",", headers.all("X-Sdk-Date")).strip();
    }

    /** Writes an {@code X-Sdk-Date}: yyyyMMddTHHmmssZ in UTC. */
    public static String date(Instant now) {
        return DATE.format(now);
    }

    /** Reads an {@code X-Sdk-Date}; empty if it is not one. */
    public static Optional<Instant> instant(String date) {
        try {
            return Optional.of(DATE.parse(date, Instant::from));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** The signed text: the algorithm, the date, the scope of a derived key, and the hash of the canonical request. */
    public static byte[] text(SigningAlgorithm algorithm, String date, String scope, CanonicalRequest canonical) {
        var lines = scope.isEmpty()
                ? List.of(algorithm.word(), date, algorithm.hash().hex(canonical.text()))
                : List.of(algorithm.word(), date, scope, algorithm.hash().hex(canonical.text()));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }
}
