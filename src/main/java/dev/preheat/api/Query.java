package dev.preheat.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The parameters of a query string. */
record Query(String raw) {
    /** The value of {@code name}, decoded; the first one, if it is there more than once. */
    Optional<String> first(String name) {
        return Arrays.stream(raw.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> decoded(parameter[0]).equals(name))
                .map(parameter -> parameter.length < 2 ? "" : decoded(parameter[1]))
                .findFirst();
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
