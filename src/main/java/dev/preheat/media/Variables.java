package dev.preheat.media;

import dev.preheat.encoding.Percent;
import dev.preheat.url.Url;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code #EXT-X-DEFINE} defined so far, and the substitution of <code>{$name}</code> (draft-pantos-hls-rfc8216bis
 * §4.3, §4.4.2.3).
 *
 * <p>Limits: 1,000 variables; 8,192 characters after substitution.
 */
final class Variables {
    private static final int MOST = 1_000;
    private static final int LONGEST = 8_192;

    private final Url playlist;
    private final Map<String, String> imported;
    private final Map<String, String> values = new HashMap<>();

    /** @param imported what the multivariant playlist defined that led to this one */
    Variables(Url playlist, Map<String, String> imported) {
        this.playlist = playlist;
        this.imported = imported;
    }

    /** All that is defined so far. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** Takes one definition; false when it defines nothing we know. */
    boolean define(Attributes attributes) {
        var byName = attributes
                .find("NAME")
                .flatMap(name ->
                        attributes.find("VALUE").flatMap(this::substituted).map(value -> Map.entry(name, value)));
        var byQuery =
                attributes.find("QUERYPARAM").flatMap(name -> queryValue(name).map(value -> Map.entry(name, value)));
        var byImport = attributes
                .find("IMPORT")
                .flatMap(name -> Optional.ofNullable(imported.get(name)).map(value -> Map.entry(name, value)));
        var definition = byName.or(() -> byQuery).or(() -> byImport).filter(_ -> values.size() < MOST);
        definition.ifPresent(one -> values.putIfAbsent(one.getKey(), one.getValue()));
        return definition.isPresent();
    }

    /** {@code text} with its variables replaced; empty when one is unknown, or it grows over the limit. */
    Optional<String> substituted(String text) {
        var out = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf("{$"); open >= 0; open = text.indexOf("{$", at)) {
            int close = text.indexOf('}', open);
            var value = close < 0 ? null : values.get(text.substring(open + 2, close));
            if (value == null || out.length() + value.length() > LONGEST) {
                return Optional.empty();
            }
            out.append(text, at, open).append(value);
            at = close + 1;
        }
        return Optional.of(out.append(text, at, text.length()).toString());
    }

    private Optional<String> queryValue(String name) {
        for (var pair : playlist.query().orElse("").split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && Percent.decoded(pair.substring(0, equals)).equals(name)) {
                return Optional.of(Percent.decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }
}
