package dev.preheat.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One kind of viewer: the header fields it sends on which an edge's copy may depend.
 *
 * @param fields at least one and at most eight, names in lower case; never a field that carries who or where the viewer is
 *     (Cookie, Authorization, Referer), or that Preheat sets itself
 */
public record HeaderProfile(Map<String, String> fields) {
    static final String AGENT = "user-agent";
    private static final int MOST_FIELDS = 8;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0,510}[!-~])?");
    private static final Set<String> NEVER = Set.of(
            "authorization",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "pragma",
            "proxy-authorization",
            "range",
            "referer",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public HeaderProfile {
        var lower = new TreeMap<String, String>();
        fields.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        fields = Map.copyOf(lower);
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            throw new IllegalArgumentException("must be 1 to " + MOST_FIELDS + " header fields and their values");
        }
        fields.forEach(HeaderProfile::check);
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches() || name.startsWith("if-")) {
            throw new IllegalArgumentException("must not have the field " + name + ", which no viewer sends");
        }
        if (NEVER.contains(name)) {
            throw new IllegalArgumentException("must not have the field " + name);
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("must have values of 1 to 512 ASCII characters, unlike that of " + name);
        }
    }
}
