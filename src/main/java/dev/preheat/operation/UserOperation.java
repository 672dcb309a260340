package dev.preheat.operation;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;

/** An {@link Operation} that keeps who asked for it. */
@FunctionalInterface
public interface UserOperation {
    Response handle(Request request, Project project, User user);
}
