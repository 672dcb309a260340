package dev.preheat.operation;

import dev.preheat.http.Response;
import java.util.List;

/** One operation of the API, once its caller has passed the checks that stand before it. */
@FunctionalInterface
public interface Operation {
    Response handle(Call call);

    /** The operation's name, as the vendor, the audit log, the metrics and openapi.yaml have it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The query parameters that take one value: a call that gives one of them twice is refused. */
    default List<String> single() {
        return List.of();
    }
}
