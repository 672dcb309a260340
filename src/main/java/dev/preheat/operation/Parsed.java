package dev.preheat.operation;

import java.util.function.Function;

/** The outcome of reading a part of a request: a value, or the name of the field that is illegal. */
public sealed interface Parsed<T> {
    record Legal<T>(T value) implements Parsed<T> {}

    /** @param field a member or a parameter; {@code body} where no member can be named */
    record Illegal<T>(String field) implements Parsed<T> {}

    /** Reads on from the value; an illegal field stays the first. */
    default <R> Parsed<R> then(Function<T, Parsed<R>> more) {
        return switch (this) {
            case Illegal<T>(var field) -> new Illegal<>(field);
            case Legal<T>(var value) -> more.apply(value);
        };
    }
}
