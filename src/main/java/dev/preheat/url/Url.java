package dev.preheat.url;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An http or https address, as a browser reads, resolves and sends it (WHATWG URL Standard, 2026-11), without user-info and
 * fragment. Limit: 8,192 characters, as written and as sent.
 *
 * <p>{@code java.net.URI} cannot hold every such address: it refuses brackets, bars and a lone percent sign, which players
 * send unescaped.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address in its brackets
 * @param port -1 for the scheme's own port
 * @param path with its leading slash, escaped as browsers do
 * @param query without its question mark; empty if there is none
 */
public record Url(String scheme, String host, int port, String path, Optional<String> query) {
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\\.?|\\[[0-9a-f:.]+]", Pattern.CASE_INSENSITIVE);
    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST = 8_192;

    public Url {
        if (!isHttp(scheme) || !HOST.matcher(host).matches() || !path.startsWith("/") || port > LARGEST_PORT) {
            throw new IllegalArgumentException("not a web address: " + scheme + "://" + host + ":" + port + path);
        }
    }

    /** Reads an absolute address; empty if it is not http or https, or names a user. */
    public static Optional<Url> parse(String text) {
        var written = Escapes.cleaned(text);
        var scheme = scheme(written);
        return isHttp(scheme) ? kept(absolute(scheme, written.substring(scheme.length() + 1))) : Optional.empty();
    }

    /** Reads an address that is known to be valid. */
    public static Url of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a web address: " + text));
    }

    /**
     * The address that a reference {@code text} leads to from here; empty if that is not http or https, or names a user, and
     * for an empty reference, which would lead to itself.
     */
    public Optional<Url> resolve(String text) {
        var written = text.length() > LONGEST ? "" : Escapes.cleaned(text);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        var named = scheme(written);
        var rest = named.isEmpty() ? written : written.substring(named.length() + 1);
        if (named.isEmpty() || (named.equals(scheme) && !(isSlash(rest, 0) && isSlash(rest, 1)))) {
            return kept(relative(rest)); // "http:seg.ts" is relative to an http address
        }
        return isHttp(named) ? kept(absolute(named, rest)) : Optional.empty();
    }

    private static Optional<Url> kept(Optional<Url> url) {
        return url.filter(one -> one.toString().length() <= LONGEST);
    }

    /** True if the text names a scheme that is neither http nor https. */
    public static boolean isOfOtherScheme(String text) {
        var scheme = scheme(Escapes.cleaned(text));
        return !scheme.isEmpty() && !isHttp(scheme);
    }

    /** True if the text is the object itself, so that there is nothing to fetch (RFC 2397). */
    public static boolean isInline(String text) {
        return scheme(Escapes.cleaned(text)).equals("data");
    }

    /** The host, and the port if it is not the scheme's own. */
    public String authority() {
        return port < 0 ? host : host + ":" + port;
    }

    /** The path and the query, as a request line has them. */
    public String target() {
        return path + query.map(text -> "?" + text).orElse("");
    }

    /** The address without its query, which may hold a viewer's signature. */
    public String withoutQuery() {
        return scheme + "://" + authority() + path;
    }

    /** The same address with another query, which is already escaped. */
    public Url with(String otherQuery) {
        return new Url(scheme, host, port, path, Optional.of(otherQuery));
    }

    /**
     * The same address as Chromium sends it, with {@code |} and {@code ^} in the path escaped (seen with 156, 2026-12-01).
     * The standard as of Node.js 20 does not escape them.
     */
    public Url asChromiumSendsIt() {
        return new Url(scheme, host, port, path.replace("|", "%7C").replace("^", "%5E"), query);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + target();
    }

    private Optional<Url> relative(String written) {
        if (isSlash(written, 0)) {
            return isSlash(written, 1) ? absolute(scheme, written) : Optional.of(at(written));
        }
        if (written.isEmpty() || written.startsWith("?")) {
            return Optional.of(
                    new Url(scheme, host, port, path, Escapes.query(written).or(() -> query)));
        }
        return Optional.of(at(path.substring(0, path.lastIndexOf('/') + 1) + written));
    }

    /** The address of another path, with its query, on the same host. */
    public Url at(String written) {
        return new Url(scheme, host, port, Escapes.path(written), Escapes.query(written));
    }

    // Any number of slashes may stand before the host.
    private static Optional<Url> absolute(String scheme, String rest) {
        int start = 0;
        while (isSlash(rest, start)) {
            start++;
        }
        int end = start;
        while (end < rest.length() && "/\\?".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var place = rest.substring(end);
        return authority(scheme, rest.substring(start, end)).map(found -> found.at(place));
    }

    private static Optional<Url> authority(String scheme, String written) {
        int colon = written.lastIndexOf(':');
        boolean hasPort = colon > written.lastIndexOf(']');
        var port = hasPort ? port(scheme, written.substring(colon + 1)) : Optional.of(-1);
        var host = ascii(hasPort ? written.substring(0, colon) : written);
        return HOST.matcher(host).matches() && isAddress(host)
                ? port.map(number -> new Url(scheme, host, number, "/", Optional.empty()))
                : Optional.empty();
    }

    private static boolean isAddress(String host) {
        try {
            return !host.startsWith("[") || InetAddress.ofLiteral(host.substring(1, host.length() - 1)) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Optional<Integer> port(String scheme, String written) {
        if (!written.matches("\\d{0,9}")) {
            return Optional.empty();
        }
        int number = written.isEmpty() ? -1 : Integer.parseInt(written);
        int own = scheme.equals("http") ? 80 : 443;
        return number > LARGEST_PORT ? Optional.empty() : Optional.of(number == own ? -1 : number);
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isSlash(String text, int at) {
        return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
    }

    private static boolean isHttp(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    private static String scheme(String written) {
        int colon = written.indexOf(':');
        boolean isScheme = colon > 0
                && isLetter(written.charAt(0))
                && written.chars().limit(colon).allMatch(c -> isLetter(c) || "0123456789+-.".indexOf(c) >= 0);
        return isScheme ? written.substring(0, colon).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
