package dev.preheat.server;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies that are believed when they name the source of a request; nobody else is.
 *
 * <p>Each proxy appends its own client to {@code X-Forwarded-For}, so the source is the right-most address that is not a
 * trusted proxy; a stranger may have written what stands left of it. An entry that cannot be read ends the search, and the
 * source is then the proxy that wrote it. {@code Forwarded} (RFC 7239) is not read.
 */
public record TrustedProxies(List<Network> networks) {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());
    private static final String FIELD = "X-Forwarded-For";
    private static final Pattern V4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?");
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");
    private static final Pattern V6_IN_BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?");

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /**
     * All addresses that begin with the same bits.
     *
     * @param bits the number of these bits; all of them for a single address, and at least one: none would be everybody
     */
    public record Network(InetAddress first, int bits) {
        private static final Pattern TEXT =
                Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

        public Network {
            if (bits < 1 || bits > first.getAddress().length * Byte.SIZE) {
                throw new IllegalArgumentException("the bits of a network must be 1 to all of its address");
            }
        }

        /** @throws IllegalArgumentException with what it must be */
        public static Network parse(String text) {
            var parts = TEXT.matcher(text);
            var address = parts.matches() ? literal(parts.group(1)) : Optional.<InetAddress>empty();
            if (address.isPresent()) {
                int all = address.get().getAddress().length * Byte.SIZE;
                int bits = parts.group(2) == null ? all : Integer.parseInt(parts.group(2));
                if (bits >= 1 && bits <= all && isFirst(address.get(), bits)) {
                    return new Network(address.get(), bits);
                }
            }
            throw new IllegalArgumentException(
                    "must be an address such as 10.0.0.1, or a network such as 10.0.0.0/8 or fd00::/8,"
                            + " with no bit set beyond its length and not /0, which would trust everybody");
        }

        boolean has(InetAddress address) {
            var ours = first.getAddress();
            var theirs = address.getAddress();
            return ours.length == theirs.length && Arrays.equals(cut(ours, bits), cut(theirs, bits));
        }

        private static boolean isFirst(InetAddress address, int bits) {
            return Arrays.equals(address.getAddress(), cut(address.getAddress(), bits));
        }

        private static byte[] cut(byte[] address, int bits) {
            var cut = address.clone();
            for (int bit = bits; bit < cut.length * Byte.SIZE; bit++) {
                cut[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
            }
            return cut;
        }
    }

    /** The endpoint with the source of each request in the place of its peer. */
    public Endpoint before(Endpoint endpoint) {
        return networks.isEmpty() ? endpoint : request -> endpoint.handle(request.from(source(request)));
    }

    private String source(Request request) {
        var peer = address(request.remote());
        if (peer.isEmpty() || !isTrusted(peer.get())) {
            return request.remote();
        }
        var source = peer.get();
        for (var entry : said(request.headers()).reversed()) {
            var next = address(entry);
            if (next.isEmpty()) {
                break;
            }
            source = next.get();
            if (!isTrusted(source)) {
                break;
            }
        }
        return source.equals(peer.get()) ? request.remote() : source.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        return networks.stream().anyMatch(network -> network.has(address));
    }

    private static List<String> said(Headers headers) {
        return headers.all(FIELD).stream()
                .flatMap(field -> Arrays.stream(field.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    // Some proxies add the port of the connection.
    private static Optional<InetAddress> address(String text) {
        return Stream.of(V4, V6, V6_IN_BRACKETS)
                .map(form -> form.matcher(text))
                .filter(form -> form.matches())
                .flatMap(form -> literal(form.group(1)).stream())
                .findFirst();
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
