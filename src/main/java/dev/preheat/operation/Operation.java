package dev.preheat.operation;

import dev.preheat.http.Response;
import java.util.List;

/** One operation of the API, behind the checks of its caller. */
@FunctionalInterface
public interface Operation {
    Response handle(Call call);

    /** The vendor's name of the operation, used in the audit log, the metrics and openapi.yaml. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The query parameters that take one value: a call that gives one of them twice is refused. */
    default List<String> single() {
        return List.of();
    }
}
