package dev.preheat.operation;

import dev.preheat.api.Api;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.Project;

/** What one line of {@link Api} does, once the caller is proved and may do it in {@code project}. */
@FunctionalInterface
public interface Operation {
    Response handle(Request request, Project project);
}
