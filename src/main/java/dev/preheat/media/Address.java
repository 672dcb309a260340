package dev.preheat.media;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * An address as a manifest writes it, made absolute the way a browser does (URL Living Standard), as far as an edge can
 * see the difference.
 *
 * <p>{@code java.net.URI.resolve} is not used: it drops the file name before a lone query, keeps dots above the root,
 * and refuses blanks, bars and brackets that players send escaped.
 */
final class Address {
    private static final int LONGEST = 8_192;
    private static final String KEPT_IN_PATH = "!$&'()*+,-./:;=@_~%";
    private static final String KEPT_IN_QUERY = KEPT_IN_PATH.replace("'", "") + "?";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Address() {}

    /** What {@code text} means in a manifest at {@code base}; empty when it is no http address, or over 8,192 characters. */
    static Optional<URI> resolve(URI base, String text) {
        var written = text.length() > LONGEST ? "" : withoutFragment(withoutControls(text.strip()));
        var scheme = scheme(written);
        var rest = scheme.isEmpty() ? written : written.substring(scheme.length() + 1);
        int query = rest.indexOf('?');
        var path = (query < 0 ? rest : rest.substring(0, query)).replace('\\', '/');
        var tail = query < 0 ? "" : rest.substring(query + 1);
        if (written.isEmpty() || (!scheme.isEmpty() && !(isHttp(scheme) && path.startsWith("//")))) {
            return Optional.empty();
        }
        return absolute(base, scheme.isEmpty() ? base.getScheme() : scheme, path)
                .map(address -> query < 0 ? address : address + "?" + escaped(tail, KEPT_IN_QUERY))
                .flatMap(Address::checked);
    }

    private static Optional<String> absolute(URI base, String scheme, String path) {
        if (path.startsWith("//")) {
            int slash = path.indexOf('/', 2);
            return authority(scheme, slash < 0 ? path.substring(2) : path.substring(2, slash))
                    .map(authority -> authority + cleaned(slash < 0 ? "/" : path.substring(slash)));
        }
        var own = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        var folder = own.substring(0, own.lastIndexOf('/') + 1);
        var place = path.isEmpty() ? own : path.startsWith("/") ? path : folder + path;
        return authority(scheme, base.getRawAuthority()).map(authority -> authority + cleaned(place));
    }

    // A user name or password in a manifest is nothing to send on: such an address is refused.
    private static Optional<String> authority(String scheme, String written) {
        int colon = written.lastIndexOf(':');
        boolean hasPort = colon > written.lastIndexOf(']');
        var port = hasPort ? written.substring(colon + 1) : "";
        var host = host(hasPort ? written.substring(0, colon) : written);
        if (host.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        var standard = scheme.equalsIgnoreCase("http") ? "80" : "443";
        return Optional.of(scheme.toLowerCase(Locale.ROOT) + "://" + host
                + (port.isEmpty() || port.equals(standard) ? "" : ":" + port));
    }

    private static String host(String written) {
        try {
            return IDN.toASCII(written).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String cleaned(String path) {
        return escaped(withoutDots(path), KEPT_IN_PATH);
    }

    // RFC 3986 §5.2.4
    private static String withoutDots(String path) {
        var segments = path.split("/", -1);
        var kept = new ArrayDeque<String>();
        for (int i = 1; i < segments.length; i++) {
            boolean isLast = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (segments[i].equals(".") || segments[i].equals("..")) {
                if (isLast) {
                    kept.addLast("");
                }
            } else {
                kept.addLast(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }

    // Escapes already there stay; a '%' that is none becomes %25, for java.net.URI refuses it.
    private static String escaped(String part, String kept) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            if (isKept(bytes[i], kept) && (bytes[i] != '%' || isEscape(bytes, i))) {
                out.write(bytes[i]);
            } else {
                out.writeBytes(("%" + HEX.toHexDigits(bytes[i])).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static boolean isKept(byte unit, String kept) {
        return unit > 0 && (Character.isLetterOrDigit(unit) || kept.indexOf(unit) >= 0);
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length && HexFormat.isHexDigit(bytes[at + 1]) && HexFormat.isHexDigit(bytes[at + 2]);
    }

    private static Optional<URI> checked(String address) {
        if (address.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = URI.create(address);
            return uri.getHost() == null || uri.getPort() > 65_535 || uri.getRawUserInfo() != null
                    ? Optional.empty()
                    : Optional.of(uri);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether it names a scheme, and one that is neither http nor https. */
    static boolean isOfOtherScheme(String text) {
        var scheme = scheme(withoutControls(text.strip()));
        return !scheme.isEmpty() && !isHttp(scheme);
    }

    /** Whether it is the object itself, so that there is nothing to fetch (RFC 2397). */
    static boolean isInline(String text) {
        return scheme(withoutControls(text.strip())).equalsIgnoreCase("data");
    }

    private static boolean isHttp(String scheme) {
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    private static String scheme(String written) {
        int colon = written.indexOf(':');
        boolean isScheme = colon > 0
                && Character.isLetter(written.charAt(0))
                && written.chars().limit(colon).allMatch(Address::isOfScheme);
        return isScheme ? written.substring(0, colon) : "";
    }

    private static boolean isOfScheme(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '+' || c == '-' || c == '.';
    }

    private static String withoutFragment(String text) {
        int hash = text.indexOf('#');
        return hash < 0 ? text : text.substring(0, hash);
    }

    private static String withoutControls(String text) {
        return text.replace("\t", "").replace("\r", "").replace("\n", "");
    }
}
