package dev.preheat.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a query, read one by one; the first that is wrong is remembered. */
public final class Parameters {
    private final Query query;
    private Optional<String> illegal = Optional.empty();

    public Parameters(String query) {
        this.query = new Query(query);
    }

    /** @param reading gives nothing for a value that is wrong */
    public <T> Optional<T> read(String name, Function<String, Optional<T>> reading) {
        var given = query.first(name);
        var read = given.flatMap(reading);
        if (given.isPresent() && read.isEmpty() && illegal.isEmpty()) {
            illegal = Optional.of(name);
        }
        return read;
    }

    /** The name of the first that was wrong. */
    public Optional<String> illegal() {
        return illegal;
    }

    /** The values as they came; empty ones for what is not there. */
    public List<String> values(List<String> names) {
        return names.stream().map(name -> query.first(name).orElse("")).toList();
    }
}
