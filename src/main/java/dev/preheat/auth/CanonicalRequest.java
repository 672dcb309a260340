package dev.preheat.auth;

import dev.preheat.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The text of a request that a signature covers; client and server make the same one.
 *
 * <p>Proxies and HTTP libraries re-escape what they forward, so path and query are decoded and encoded anew.
 *
 * @param values of the signed header fields, in the order of {@code names}
 * @param payload the body's SHA-256 in hex, or {@code UNSIGNED-PAYLOAD}
 */
record CanonicalRequest(
        String method, String path, String query, List<String> names, List<String> values, String payload) {
    static final String CONTENT_SHA256 = "x-sdk-content-sha256";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    CanonicalRequest {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /**
     * What the client of {@code request} may have signed, the likeliest first.
     *
     * <p>Two ways, where a query repeats a name: the Java SDK keeps the values' order, the others sort them.
     */
    static List<CanonicalRequest> of(Request request, List<String> signedHeaders) {
        var values = signedHeaders.stream()
                .map(name -> String.join(",", request.headers().all(name)))
                .toList();
        var payload = payload(request.headers().first(CONTENT_SHA256), request.body());
        return queries(request.query()).stream()
                .map(query -> new CanonicalRequest(
                        request.method(), path(request.path()), query, signedHeaders, values, payload))
                .toList();
    }

    String text() {
        var text = new StringBuilder()
                .append(method)
                .append('\n')
                .append(path)
                .append('\n')
                .append(query)
                .append('\n');
        for (int i = 0; i < names.size(); i++) {
            text.append(names.get(i).toLowerCase(Locale.ROOT))
                    .append(':')
                    .append(values.get(i).strip())
                    .append('\n');
        }
        return text.append('\n')
                .append(String.join(";", names))
                .append('\n')
                .append(payload)
                .toString();
    }

    /** The path encoded anew; it ends in {@code /} here, whatever went over the wire. */
    static String path(String raw) {
        var path = Arrays.stream(raw.split("/", -1))
                .map(segment -> recoded(segment, Plus.STANDS_FOR_ITSELF))
                .collect(Collectors.joining("/"));
        return path.endsWith("/") ? path : path + "/";
    }

    /** The query encoded anew and sorted by name; then, where that differs, by name and value. */
    static List<String> queries(String raw) {
        if (raw.isEmpty()) {
            return List.of("");
        }
        var parameters = Arrays.stream(raw.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(Parameter::of)
                .toList();
        var byName = Comparator.comparing(Parameter::name);
        return List.of(byName, byName.thenComparing(Parameter::value)).stream()
                .map(order -> parameters.stream()
                        .sorted(order)
                        .map(parameter -> parameter.name() + "=" + parameter.value())
                        .collect(Collectors.joining("&")))
                .distinct()
                .toList();
    }

    /** What stands for the body: its real hash, however the client claims another, unless it says it signs none. */
    static String payload(Optional<String> claimed, byte[] body) {
        var real = HexFormat.of().formatHex(sha256(body));
        return claimed.filter(claim -> claim.equals(UNSIGNED) || claim.equalsIgnoreCase(real))
                .orElse(real);
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every JDK has SHA-256", broken);
        }
    }

    private record Parameter(String name, String value) {
        // The Go SDK writes a blank as '+' on the wire and as %20 in its signature.
        static Parameter of(String raw) {
            int equals = raw.indexOf('=');
            return equals < 0
                    ? new Parameter(recoded(raw, Plus.IS_A_BLANK), "")
                    : new Parameter(
                            recoded(raw.substring(0, equals), Plus.IS_A_BLANK),
                            recoded(raw.substring(equals + 1), Plus.IS_A_BLANK));
        }
    }

    private enum Plus {
        IS_A_BLANK,
        STANDS_FOR_ITSELF
    }

    // Byte by byte, so that nothing is lost; a broken escape stands for itself.
    private static String recoded(String raw, Plus plus) {
        var bytes = raw.getBytes(StandardCharsets.UTF_8);
        var out = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            if (isEscape(bytes, i)) {
                append(out, (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16)));
                i += 2;
            } else {
                append(out, bytes[i] == '+' && plus == Plus.IS_A_BLANK ? (byte) ' ' : bytes[i]);
            }
        }
        return out.toString();
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return bytes[at] == '%'
                && at + 2 < bytes.length
                && HexFormat.isHexDigit(bytes[at + 1])
                && HexFormat.isHexDigit(bytes[at + 2]);
    }

    private static void append(StringBuilder out, byte unit) {
        boolean unreserved = (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || "-_.~".indexOf(unit) >= 0;
        if (unreserved) {
            out.append((char) unit);
        } else {
            out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
        }
    }
}
