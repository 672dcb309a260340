package dev.preheat.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the parameters of a query one by one and remembers the first illegal one. */
public final class Parameters {
    private final Query query;
    private Optional<String> illegal = Optional.empty();

    public Parameters(Query query) {
        this.query = query;
    }

    /** @param reading empty for an illegal value */
    public <T> Optional<T> read(String name, Function<String, Optional<T>> reading) {
        var given = query.first(name);
        var read = given.flatMap(reading);
        if (given.isPresent() && read.isEmpty() && illegal.isEmpty()) {
            illegal = Optional.of(name);
        }
        return read;
    }

    /** The name of the first illegal one. */
    public Optional<String> illegal() {
        return illegal;
    }

    /** The values as they came; an empty one for each that is absent. */
    public List<String> values(List<String> names) {
        return names.stream().map(name -> query.first(name).orElse("")).toList();
    }
}
