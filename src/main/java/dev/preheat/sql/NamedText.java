package dev.preheat.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement's text with {@code :name} for each parameter, as JDBC wants it: with {@code ?}, and the names in their order.
 *
 * @param text with {@code ?}
 * @param names one for each {@code ?}; a name may come several times
 */
record NamedText(String text, List<String> names) {
    // A colon inside a literal, or of a cast ("::"), begins no name.
    private static final Pattern NAME = Pattern.compile("'[^']*'|::|:([a-z][a-z0-9_]*)");

    NamedText {
        names = List.copyOf(names);
    }

    static NamedText parse(String sql) {
        var names = new ArrayList<String>();
        var text = NAME.matcher(sql).replaceAll(found -> {
            if (found.group(1) == null) {
                return Matcher.quoteReplacement(found.group());
            }
            names.add(found.group(1));
            return "?";
        });
        return new NamedText(text, names);
    }

    /** The values in the order of the names; there must be one for each name, and no other. */
    List<Object> ordered(Map<String, Object> values) throws SQLException {
        var ordered = new ArrayList<>();
        for (var name : names) {
            var value = values.get(name);
            if (value == null) {
                throw new SQLException("no value for :" + name + " in " + text);
            }
            ordered.add(value);
        }
        if (!names.containsAll(values.keySet())) {
            throw new SQLException("no place for one of " + values.keySet() + " in " + text);
        }
        return ordered;
    }
}
