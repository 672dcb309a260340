package dev.preheat.catalogue;

import dev.preheat.encoding.Percent;
import dev.preheat.url.Url;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A playback address of an asset, checked.
 *
 * <p>Limits: http or https, 4,096 characters, no user-info, control character, {@code *} or fragment that matters.
 *
 * @param given as the caller wrote it, without the blanks around it, and as answers show it
 * @param url the same, as a browser sends it
 */
public record StreamingUrl(String given, Url url) {
    private static final int LONGEST = 4_096;
    private static final Pattern SHAPE =
            Pattern.compile("(?i)(https?)://(\\[[^\\]]*]|[^/?#@\\\\:\\[]+)(?::(\\d{1,5}))?(/[^?#]*)?(\\?[^#]*)?(#.*)?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?\\.?|\\[[0-9a-f:.]+]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}*]");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final String SOMETIMES_ESCAPED = "[]|^";

    /** Reads {@code text}; empty if it is no address that can be preheated. */
    public static Optional<StreamingUrl> parse(String text) {
        var given = text.strip();
        if (given.length() > LONGEST || FORBIDDEN.matcher(given).find()) {
            return Optional.empty();
        }
        var shape = SHAPE.matcher(given);
        return shape.matches() && isPort(shape.group(3))
                ? Url.parse(given)
                        .filter(url ->
                                HOST.matcher(url.host()).matches() && url.host().length() <= 253)
                        .map(url -> new StreamingUrl(given, url))
                : Optional.empty();
    }

    /** Reads a text that {@link #parse} accepted before. */
    public static StreamingUrl stored(String given) {
        return parse(given).orElseThrow(() -> new IllegalStateException("a stored URL is no longer legal: " + given));
    }

    /** The delivery domain's name: the host in lower case, without a port. */
    public String host() {
        return url.host();
    }

    /** The address for a log: a query may hold a viewer's signature. */
    public String withoutQuery() {
        return url.withoutQuery();
    }

    /**
     * The part that all spellings of one asset's address share: neither scheme, query nor needless escapes count, nor whether a
     * character is escaped that some programs escape and others do not.
     */
    public String matchKey() {
        var escaped = new StringBuilder();
        for (char c : url.path().toCharArray()) {
            escaped.append(SOMETIMES_ESCAPED.indexOf(c) < 0 ? String.valueOf(c) : Percent.escape((byte) c));
        }
        return url.authority() + withoutNeedlessEscapes(Percent.mended(escaped.toString()));
    }

    /** The part that all spellings of one object of a cache share: needless escapes do not count, scheme and query do. */
    public String cacheKey() {
        return url.scheme() + "://" + url.authority() + withoutNeedlessEscapes(url.path())
                + url.query().map(query -> "?" + query).orElse("");
    }

    private static String withoutNeedlessEscapes(String path) {
        return ESCAPE.matcher(path).replaceAll(found -> Matcher.quoteReplacement(plainest(found.group())));
    }

    // %7E and ~ are the same to every client and cache; %2f and %2F are, / is another.
    private static String plainest(String escape) {
        char c = (char) Integer.parseInt(escape, 1, 3, 16);
        return Percent.isUnreserved(c) ? String.valueOf(c) : escape.toUpperCase(Locale.ROOT);
    }

    private static boolean isPort(@Nullable String written) {
        return written == null || (Integer.parseInt(written) > 0 && Integer.parseInt(written) <= 65_535);
    }
}
