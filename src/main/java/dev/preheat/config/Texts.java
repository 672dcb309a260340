package dev.preheat.config;

import dev.preheat.catalogue.Verify;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillOrder;
import dev.preheat.fill.Trust;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The forms of values in preheat.yaml. Each method throws IllegalArgumentException with what the text must be. */
final class Texts {
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

    private Texts() {}

    /** An address to listen at, unresolved. IPv6 is in brackets in the text, and without them in the result. */
    static InetSocketAddress listen(String text) {
        var parts = LISTEN.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            throw new IllegalArgumentException("must be HOST:PORT");
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
            // refused below, as a blank one
        }
        throw new IllegalArgumentException("must be the name of a file");
    }

    /** The authorities in a file, which is read at once. */
    static Trust authorities(String text) {
        return Trust.of(file(text));
    }

    /** The id of one of these projects. */
    static Function<String, ProjectId> project(List<Project> projects) {
        return text -> projects.stream()
                .map(Project::id)
                .filter(id -> id.value().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be the id of a project"));
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time zone such as UTC or Europe/London");
        }
    }

    /** A host name alone, in lower case afterwards. */
    static String host(String text) {
        var host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("must be a host name alone, without scheme, port or path");
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
            // refused below, as every other text that is not an address
        }
        throw new IllegalArgumentException("must be http:// or https://, a host and perhaps a port, and no more");
    }

    /** An {@link #address} with https. */
    static URI httpsAddress(String text) {
        var address = address(text);
        if (!"https".equals(address.getScheme())) {
            throw new IllegalArgumentException("must be https://, a host and perhaps a port, and no more");
        }
        return address;
    }

    /** A number of bytes as nginx writes it: 1m, 512k, 1048576. */
    static long bytes(String text) {
        var parts = BYTES.matcher(text);
        long bytes = parts.matches() ? Long.parseLong(parts.group(1)) * unit(parts.group(2)) : 0;
        if (bytes < 1_024 || bytes > 1L << 30) {
            throw new IllegalArgumentException("must be 1k to 1024m, as in nginx's own configuration");
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

    /** True for {@code accept}: a fill counts although the edge cannot show it. False for {@code fail}. */
    static boolean unproved(String text) {
        return switch (text) {
            case "accept" -> true;
            case "fail" -> false;
            default -> throw new IllegalArgumentException("must be accept or fail");
        };
    }

    static Edge.Software software(String text) {
        var software = SOFTWARE.get(text);
        if (software == null) {
            throw new IllegalArgumentException("must be nginx, varnish, trafficserver, squid or generic");
        }
        return software;
    }

    static Verify verify(String text) {
        return Arrays.stream(Verify.values())
                .filter(one -> one.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be every-object, manifests or none"));
    }

    static FillOrder order(String text) {
        return switch (text) {
            case "first-seconds" -> FillOrder.FIRST_SECONDS;
            case "in-order" -> FillOrder.IN_ORDER;
            case "lowest-first" -> FillOrder.LOWEST_FIRST;
            default -> throw new IllegalArgumentException("must be first-seconds, in-order or lowest-first");
        };
    }

    static String accessKey(String text) {
        return matching(KEY, text, "must be 1 to 128 of A-Z a-z 0-9 _ -");
    }

    static String secretKey(String text) {
        return matching(SECRET, text, "must be 1 to 128 visible ASCII characters");
    }

    static String securityToken(String text) {
        return matching(TOKEN, text, "must be 1 to 4096 visible ASCII characters");
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a time in UTC such as 2026-11-23T12:00:00Z");
        }
    }

    /** A name that people read: 1 to 64 characters, no control characters, nothing blank at its ends. */
    static String name(String text) {
        if (text.isBlank() || text.length() > 64 || !text.strip().equals(text) || text.matches(".*\\p{Cc}.*")) {
            throw new IllegalArgumentException("must be 1 to 64 characters on one line");
        }
        return text;
    }

    /** The beginning of a codec's name, or a language. */
    static String tag(String text) {
        return matching(TAG, text, "must be letters, digits, dots and hyphens, as in avc1.64001f or pt-BR");
    }

    private static String matching(Pattern legal, String text, String wanted) {
        if (!legal.matcher(text).matches()) {
            throw new IllegalArgumentException(wanted);
        }
        return text;
    }
}
