package dev.preheat.app;

import dev.preheat.catalogue.Verify;
import dev.preheat.edge.Edge;
import dev.preheat.title.FillOrder;
import dev.preheat.wire.Trust;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How values are written in preheat.yaml. Each method throws IllegalArgumentException with what it wants. */
final class ConfigText {
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+)):(\\d{1,5})");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,128}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");
    private static final Map<String, Edge.Software> SOFTWARE = Arrays.stream(Edge.Software.values())
            .collect(Collectors.toUnmodifiableMap(
                    software -> software.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,10})([kKmM]?)");

    private ConfigText() {}

    /** Unresolved; an IPv6 address stands in brackets in the text, and without them in what comes back. */
    static InetSocketAddress listen(String text) {
        var parts = LISTEN.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            throw new IllegalArgumentException("is HOST:PORT");
        }
        var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return InetSocketAddress.createUnresolved(host, Integer.parseInt(parts.group(3)));
    }

    static Path file(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // said below, as for a blank one
        }
        throw new IllegalArgumentException("is the name of a file");
    }

    /** The authorities in a file, which is read at once. */
    static Trust authorities(String text) {
        return Trust.of(file(text));
    }

    static Function<String, Integer> whole(int least, int most) {
        return text -> {
            if (!text.matches("\\d{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                throw new IllegalArgumentException("is " + least + " to " + most);
            }
            return Integer.parseInt(text);
        };
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is true or false");
        };
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("is a time zone such as UTC or Europe/London");
        }
    }

    /** A host name alone, in lower case afterwards. */
    static String host(String text) {
        var host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("is a host name alone, without scheme, port or path");
        }
        return host;
    }

    /** A scheme, a host and perhaps a port. */
    static URI address(String text) {
        try {
            var uri = new URI(text);
            if (isAddress(uri)) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below, as for every other text that is no address
        }
        throw new IllegalArgumentException("is http:// or https://, a host and perhaps a port, and no more");
    }

    /** As {@link #address}, for https alone. */
    static URI httpsAddress(String text) {
        var address = address(text);
        if (!"https".equals(address.getScheme())) {
            throw new IllegalArgumentException("is https://, a host and perhaps a port, and no more");
        }
        return address;
    }

    /** A number of bytes as nginx writes it: 1m, 512k, 1048576. */
    static long bytes(String text) {
        var parts = BYTES.matcher(text);
        long bytes = parts.matches() ? Long.parseLong(parts.group(1)) * unit(parts.group(2)) : 0;
        if (bytes < 1_024 || bytes > 1L << 30) {
            throw new IllegalArgumentException("is 1k to 1024m, as in nginx's own configuration");
        }
        return bytes;
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k", "K" -> 1L << 10;
            case "m", "M" -> 1L << 20;
            default -> 1;
        };
    }

    private static boolean isAddress(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getPort() == -1 || (uri.getPort() >= 1 && uri.getPort() <= 65_535));
    }

    /** Whether a fill that an edge cannot show counts: {@code accept}, or {@code fail}. */
    static boolean unproved(String text) {
        return switch (text) {
            case "accept" -> true;
            case "fail" -> false;
            default -> throw new IllegalArgumentException("is accept or fail");
        };
    }

    static Edge.Software software(String text) {
        var software = SOFTWARE.get(text);
        if (software == null) {
            throw new IllegalArgumentException("is nginx, varnish, trafficserver, squid or generic");
        }
        return software;
    }

    static Verify verify(String text) {
        return Arrays.stream(Verify.values())
                .filter(one -> one.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is every-object, manifests or none"));
    }

    static FillOrder order(String text) {
        return switch (text) {
            case "first-seconds" -> FillOrder.FIRST_SECONDS;
            case "in-order" -> FillOrder.IN_ORDER;
            case "lowest-first" -> FillOrder.LOWEST_FIRST;
            default -> throw new IllegalArgumentException("is first-seconds, in-order or lowest-first");
        };
    }

    static String accessKey(String text) {
        return matching(KEY, text, "is 1 to 128 of A-Z a-z 0-9 _ -");
    }

    static String secretKey(String text) {
        return matching(SECRET, text, "is 1 to 128 visible ASCII characters");
    }

    static String securityToken(String text) {
        return matching(TOKEN, text, "is 1 to 4096 visible ASCII characters");
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("is a time in UTC such as 2026-11-23T12:00:00Z");
        }
    }

    /** A name that people read: 1 to 64 characters, no control characters, nothing blank at its ends. */
    static String name(String text) {
        if (text.isBlank() || text.length() > 64 || !text.strip().equals(text) || text.matches(".*\\p{Cc}.*")) {
            throw new IllegalArgumentException("is 1 to 64 characters on one line");
        }
        return text;
    }

    /** The beginning of a codec's name, or a language. */
    static String tag(String text) {
        return matching(TAG, text, "is letters, digits, dots and hyphens, as in avc1.64001f or pt-BR");
    }

    private static String matching(Pattern legal, String text, String wanted) {
        if (!legal.matcher(text).matches()) {
            throw new IllegalArgumentException(wanted);
        }
        return text;
    }
}
