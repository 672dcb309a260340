package dev.preheat.media;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attribute list of one tag (RFC 8216 §4.2): {@code NAME=VALUE,NAME="VALUE"}. The first of two equal names counts;
 * blanks around names and values do not; a quotation that is not closed ends with the line. What comes after 100
 * attributes is not read.
 */
record Attributes(Map<String, String> values) {
    private static final int MOST = 100;

    Attributes {
        values = Map.copyOf(values);
    }

    static Attributes parse(String list) {
        var values = new HashMap<String, String>();
        for (int at = 0; at < list.length() && values.size() < MOST; ) {
            int end = end(list, at);
            int equals = list.indexOf('=', at, end);
            if (equals >= 0) {
                values.putIfAbsent(list.substring(at, equals).strip(), unquoted(list.substring(equals + 1, end)));
            }
            at = end + 1;
        }
        return new Attributes(values);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name, String value) {
        return value.equals(values.get(name));
    }

    // Where the comma stands that ends the attribute beginning at 'from': one within a quotation does not.
    private static int end(String list, int from) {
        boolean isQuoted = false;
        for (int at = from; at < list.length(); at++) {
            if (list.charAt(at) == '"') {
                isQuoted = !isQuoted;
            } else if (list.charAt(at) == ',' && !isQuoted) {
                return at;
            }
        }
        return list.length();
    }

    private static String unquoted(String value) {
        var bare = value.strip();
        if (!bare.startsWith("\"")) {
            return bare;
        }
        int close = bare.indexOf('"', 1);
        return bare.substring(1, close < 0 ? bare.length() : close);
    }
}
