package dev.preheat.operation;

import dev.preheat.encoding.Percent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a query string. */
public record Query(String raw) {
    /** The value of {@code name}, decoded; of an operation's own names there is no second one ({@link #twice}). */
    public Optional<String> first(String name) {
        return values(name).findFirst();
    }

    /** The first of {@code names} that is given more than once, so that nobody can tell which value is meant. */
    public Optional<String> twice(List<String> names) {
        var given = new HashMap<String, Integer>();
        if (!names.isEmpty()) {
            parameters().forEach(parameter -> given.merge(decoded(parameter[0]), 1, Integer::sum));
        }
        return names.stream().filter(name -> given.getOrDefault(name, 0) > 1).findFirst();
    }

    /** Every value of {@code name}, given more than once or with commas between; without the empty ones. */
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
