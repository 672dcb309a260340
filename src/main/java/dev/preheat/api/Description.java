package dev.preheat.api;

import dev.preheat.iam.KeystoneError;
import dev.preheat.operation.WireError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What openapi.json says of an operation beside its path and action.
 *
 * @param parameters of the query and the header, besides those that sign
 * @param body the record that a body is read as
 * @param answers by status: a record, {@link String} for plain text, {@link Void} for nothing
 * @param refusals those of its own; what all operations share is not among them
 */
record Description(
        String summary,
        List<Parameter> parameters,
        Optional<Class<?>> body,
        Map<Integer, Class<?>> answers,
        List<Refusal> refusals) {
    Description {
        parameters = List.copyOf(parameters);
        answers = Map.copyOf(answers);
        refusals = List.copyOf(refusals);
    }

    /**
     * @param in {@code query} or {@code header}
     * @param repeats whether it may be given more than once
     */
    record Parameter(String in, String name, String what, boolean required, boolean repeats) {}

    /** @param code empty where none is sent */
    record Refusal(int status, String code, String message) {}

    static Description of(String summary) {
        return new Description(summary, List.of(), Optional.empty(), Map.of(), List.of());
    }

    Description query(String name, String what) {
        return with(new Parameter("query", name, what, false, false));
    }

    Description needs(String name, String what) {
        return with(new Parameter("query", name, what, true, false));
    }

    /** A list: with commas between, or given again and again. */
    Description list(String name, String what) {
        return with(new Parameter("query", name, what, false, true));
    }

    Description needsSome(String name, String what) {
        return with(new Parameter("query", name, what, true, true));
    }

    /** The parameters of the query that have one value. */
    List<String> single() {
        return parameters.stream()
                .filter(one -> one.in().equals("query") && !one.repeats())
                .map(Parameter::name)
                .toList();
    }

    Description header(String name, String what) {
        return with(new Parameter("header", name, what, false, false));
    }

    Description body(Class<?> record) {
        return new Description(summary, parameters, Optional.of(record), answers, refusals);
    }

    Description answers(int status, Class<?> record) {
        var more = new TreeMap<>(answers);
        more.put(status, record);
        return new Description(summary, parameters, body, more, refusals);
    }

    Description refuses(WireError... errors) {
        var more = new ArrayList<>(refusals);
        for (var error : errors) {
            more.add(new Refusal(error.status(), error.code(), error.message()));
        }
        return new Description(summary, parameters, body, answers, more);
    }

    Description refuses(KeystoneError... errors) {
        var more = new ArrayList<>(refusals);
        for (var error : errors) {
            more.add(new Refusal(error.status(), error.code(), error.message()));
        }
        return new Description(summary, parameters, body, answers, more);
    }

    private Description with(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Description(summary, more, body, answers, refusals);
    }
}
