package dev.preheat.catalogue;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A playback address of an asset, checked.
 *
 * <p>Limits: http or https, 4,096 characters, no user-info, control character, {@code *} or fragment that matters.
 *
 * @param given as the caller wrote it, without the blanks around it: what answers show
 * @param uri the same, ready to be sent: host in lower case, no default port, no fragment, everything escaped that needs it
 */
public record StreamingUrl(String given, URI uri) {
    private static final int LONGEST = 4_096;
    private static final Pattern SHAPE =
            Pattern.compile("(?i)(https?)://([^/?#@\\\\]+?)(?::(\\d{1,5}))?(/[^?#]*)?(\\?[^#]*)?(#.*)?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?\\.?|\\[[0-9a-f:.]+]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}*]");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final String KEPT = "!$&'()+,-./:;=?@_~%"; // of printable ASCII, besides letters and digits

    /** Reads {@code text}; empty when it is no address that can be preheated. */
    public static Optional<StreamingUrl> parse(String text) {
        var given = text.strip();
        if (given.length() > LONGEST || FORBIDDEN.matcher(given).find()) {
            return Optional.empty();
        }
        var shape = SHAPE.matcher(given);
        if (!shape.matches()) {
            return Optional.empty();
        }
        var scheme = shape.group(1).toLowerCase(Locale.ROOT);
        return authority(scheme, shape.group(2), shape.group(3))
                .map(authority -> scheme + "://" + authority + escaped(orElse(shape.group(4), "/"))
                        + escaped(orElse(shape.group(5), "")))
                .flatMap(StreamingUrl::uri)
                .map(uri -> new StreamingUrl(given, uri));
    }

    /** Reads what {@link #parse} accepted before. */
    public static StreamingUrl stored(String given) {
        return parse(given).orElseThrow(() -> new IllegalStateException("a stored URL is no longer legal: " + given));
    }

    /** The delivery domain's name: the host in lower case, without a port. */
    public String host() {
        return uri.getHost();
    }

    /** The address for a log: a query may hold a viewer's signature. */
    public String withoutQuery() {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    /** What two spellings of one asset's address share: neither scheme, query nor needless escapes count. */
    public String matchKey() {
        return uri.getRawAuthority() + ESCAPE.matcher(uri.getRawPath()).replaceAll(found -> plainest(found.group()));
    }

    /** What two spellings of one object of a cache share: needless escapes do not count, scheme and query do. */
    public String cacheKey() {
        var query = uri.getRawQuery();
        return uri.getScheme() + "://" + matchKey() + (query == null ? "" : "?" + query);
    }

    // %7E and ~ are the same to every client and cache; %2f and %2F are, / is another.
    private static String plainest(String escape) {
        char c = (char) Integer.parseInt(escape, 1, 3, 16);
        boolean needless = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
        return needless ? String.valueOf(c) : escape.toUpperCase(Locale.ROOT);
    }

    private static Optional<String> authority(String scheme, String host, @Nullable String port) {
        var ascii = asciiHost(host);
        var number = port == null ? 0 : Integer.parseInt(port);
        var standard = scheme.equals("http") ? 80 : 443;
        if (ascii.isEmpty() || number > 65_535 || (port != null && number == 0)) {
            return Optional.empty();
        }
        return ascii.map(name -> number == 0 || number == standard ? name : name + ":" + number);
    }

    private static Optional<String> asciiHost(String host) {
        try {
            var ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
            return HOST.matcher(ascii).matches() && ascii.length() <= 253 ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<URI> uri(String text) {
        try {
            var uri = URI.create(text);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    // Escapes already there stay; a lone '%' becomes %25.
    private static String escaped(String part) {
        var out = new StringBuilder(part.length() + 16);
        for (byte unit : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        return out.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
