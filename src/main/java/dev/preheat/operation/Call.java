package dev.preheat.operation;

import dev.preheat.accept.Editor;
import dev.preheat.auth.Caller;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call of an operation.
 *
 * @param line the call's line in the audit log
 * @param proved the caller; empty for an operation that needs no credentials
 * @param in the project in the path, which the caller may act in; empty where the path has none
 */
public record Call(Request request, Audit.Line line, Optional<Caller> proved, Optional<Project> in) {
    /** A call whose caller is not known yet. */
    public static Call of(Request request, Audit.Line line) {
        return new Call(request, line, Optional.empty(), Optional.empty());
    }

    public Call by(Caller caller) {
        return new Call(request, line, Optional.of(caller), in);
    }

    public Call in(Project project) {
        return new Call(request, line, proved, Optional.of(project));
    }

    public Caller caller() {
        return proved.orElseThrow(() -> new IllegalStateException("the route of this operation proves no caller"));
    }

    public User user() {
        return caller().user();
    }

    public Project project() {
        return in.orElseThrow(() -> new IllegalStateException("the route of this operation has no {project_id}"));
    }

    /** The caller, as the one who changes the project's catalogue. */
    public Editor editor() {
        return new Editor(project(), user().name());
    }

    public Query query() {
        return new Query(request.query());
    }

    /** The part of the path that stands in for {@code {name}}; empty where the route has no such part. */
    public String inPath(String name) {
        return request.pathValues().getOrDefault(name, "");
    }

    /** The answer for the value that was read, or the refusal of the illegal field. */
    public <T> Response answer(Parsed<T> parsed, Function<T, Response> answer) {
        return switch (parsed) {
            case Parsed.Illegal<T>(var field) -> illegal(field);
            case Parsed.Legal<T>(var value) -> answer.apply(value);
        };
    }

    /** The refusal of a field with an illegal value. */
    public Response illegal(String field) {
        return WireError.ILLEGAL_FIELD.response(request, field);
    }
}
