package dev.preheat.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The header fields of one message: names in lower case, values in the order received. */
public record Headers(Map<String, List<String>> fields) {
    public static final Headers NONE = new Headers(Map.of());

    public Headers {
        fields = fields.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        field -> field.getKey().toLowerCase(Locale.ROOT),
                        field -> List.copyOf(field.getValue()),
                        (one, other) -> one));
    }

    /** The values of {@code name}, in whatever case; empty if there is none. */
    public List<String> all(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The first value of {@code name}, in whatever case. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** These fields and one more, which replaces one of the same name. */
    public Headers with(String name, String value) {
        var more = new TreeMap<>(fields);
        more.put(name.toLowerCase(Locale.ROOT), List.of(value));
        return new Headers(more);
    }
}
