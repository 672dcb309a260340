package dev.preheat.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.preheat.encoding.Percent;
import dev.preheat.http.Request;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a request that a signature covers; client and server make the same one.
 *
 * <p>Proxies and HTTP libraries re-escape what they forward, so path and query are decoded and encoded again.
 *
 * @param values of the signed header fields, in the order of {@code names}
 * @param payload the body's hash in hex, or {@code UNSIGNED-PAYLOAD}
 */
public record CanonicalRequest(
        String method, String path, String query, List<String> names, List<String> values, String payload) {
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    // Only the API's own names: otherwise anybody could change the case of any name under any signature.
    private static final Set<String> IN_LOWER_CASE_BY_GO = Set.of("assetStatus", "transcodeStatus");

    public CanonicalRequest {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /**
     * The texts that the client of {@code request} may have signed, the likeliest first.
     *
     * <p>There are several if a query repeats a name, or if a name has a capital letter: the SDKs differ.
     */
    public static List<CanonicalRequest> of(Request request, List<String> signedHeaders, Hash hash) {
        var values = signedHeaders.stream()
                .map(name -> String.join(",", request.headers().all(name)))
                .toList();
        var payload = payload(hash, String.join(",", request.headers().all(hash.contentHeader())), request.body());
        var path = path(request.path());
        return queries(request.query()).stream()
                .map(query -> new CanonicalRequest(request.method(), path, query, signedHeaders, values, payload))
                .toList();
    }

    public String text() {
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

    /** The path, encoded again; here it ends in {@code /}, whatever went over the wire. */
    static String path(String raw) {
        var path = Arrays.stream(raw.split("/", -1))
                .map(segment -> Percent.encoded(Percent.bytes(segment)))
                .collect(Collectors.joining("/"));
        return path.endsWith("/") ? path : path + "/";
    }

    /**
     * The query, encoded again in each way of the SDKs, without duplicates.
     *
     * <p>Java sorts by name and keeps the values' order; Node and Python sort the values too; Go does so after making the
     * API's two names with capitals lower-case.
     */
    static List<String> queries(String raw) {
        if (raw.isEmpty()) {
            return List.of("");
        }
        var parameters = Arrays.stream(raw.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(Parameter::of)
                .toList();
        var byName = Comparator.comparing(Parameter::encodedName);
        var byBoth = Comparator.comparing(Parameter::name).thenComparing(Parameter::value);
        return Stream.of(
                        joined(parameters.stream().sorted(byName)),
                        joined(parameters.stream().sorted(byBoth)),
                        joined(parameters.stream().map(Parameter::lowerCased).sorted(byBoth)))
                .distinct()
                .toList();
    }

    private static String joined(Stream<Parameter> parameters) {
        return parameters
                .map(parameter -> parameter.encodedName() + "=" + encoded(parameter.value()))
                .collect(Collectors.joining("&"));
    }

    /**
     * The text that stands for the body: its real hash, whatever hash the client gives, or {@code UNSIGNED-PAYLOAD} if the
     * client signs no body.
     *
     * @param claimed the hash that the client gives, or empty
     */
    static String payload(Hash hash, String claimed, byte[] body) {
        var real = hash.hex(body);
        return claimed.equals(UNSIGNED) || claimed.equalsIgnoreCase(real) ? claimed : real;
    }

    /** A parameter whose texts have one character a byte, so that they sort as the bytes do. */
    private record Parameter(String name, String value) {
        // The Go SDK writes a blank as '+' on the wire and as %20 in its signature.
        public static Parameter of(String raw) {
            var form = raw.replace('+', ' ');
            int equals = form.indexOf('=');
            return equals < 0
                    ? new Parameter(decoded(form), "")
                    : new Parameter(decoded(form.substring(0, equals)), decoded(form.substring(equals + 1)));
        }

        String encodedName() {
            return encoded(name);
        }

        Parameter lowerCased() {
            return IN_LOWER_CASE_BY_GO.contains(name) ? new Parameter(name.toLowerCase(Locale.ROOT), value) : this;
        }
    }

    // One character a byte, so that bytes that are no UTF-8 are kept.
    private static String decoded(String raw) {
        return new String(Percent.bytes(raw), ISO_8859_1);
    }

    private static String encoded(String bytes) {
        return Percent.encoded(bytes.getBytes(ISO_8859_1));
    }
}
