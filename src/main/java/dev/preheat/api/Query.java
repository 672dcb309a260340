package dev.preheat.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a query string. */
record Query(String raw) {
    /** The value of {@code name}, decoded; the first one, if it is there more than once. */
    Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /** Every value of {@code name}, given more than once or with commas between; without the empty ones. */
    List<String> all(String name) {
        return values(name)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Stream<String> values(String name) {
        return Arrays.stream(raw.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> decoded(parameter[0]).equals(name))
                .map(parameter -> parameter.length < 2 ? "" : decoded(parameter[1]));
    }

    // A broken escape stands for itself, and so names nothing we know.
    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return raw;
        }
    }
}
