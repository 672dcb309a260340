package dev.preheat.operation;

import dev.preheat.encoding.Percent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a query string. */
public record Query(String raw) {
    /** The first value of {@code name}, decoded; for a parameter that takes one value, {@link #twice} rules out a second. */
    public Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /** The first of {@code names} that is given more than once. */
    public Optional<String> twice(List<String> names) {
        var given = new HashMap<String, Integer>();
        if (!names.isEmpty()) {
            parameters().forEach(parameter -> given.merge(decoded(parameter[0]), 1, Integer::sum));
        }
        return names.stream().filter(name -> given.getOrDefault(name, 0) > 1).findFirst();
    }

    /** All values of {@code name}, which may be repeated or hold several values between commas; empty ones are left out. */
    public List<String> all(String name) {
        return values(name)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Stream<String> values(String name) {
        return parameters()
                .filter(parameter -> decoded(parameter[0]).equals(name))
                .map(parameter -> parameter.length < 2 ? "" : decoded(parameter[1]));
    }

    private Stream<String[]> parameters() {
        return Arrays.stream(raw.split("&")).map(parameter -> parameter.split("=", 2));
    }

    private static String decoded(String raw) {
        return Percent.decoded(raw.replace('+', ' '));
    }
}
