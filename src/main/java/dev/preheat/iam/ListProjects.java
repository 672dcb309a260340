package dev.preheat.iam;

import dev.preheat.auth.Caller;
import dev.preheat.auth.Iam;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Query;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code GET /v3/projects?name=&page=&per_page=}: the projects of the caller's account, whatever he may do in them.
 *
 * <p>This is how an SDK that was given a region finds its project. {@code page} counts from 1, {@code per_page} is 1 to
 * 5,000, by default all. Source: the vendor's IAM API reference (KeystoneListProjects), 2023-02.
 */
public record ListProjects(Iam iam) {
    private static final Pattern PAGE = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Pattern PER_PAGE = Pattern.compile("[1-9][0-9]{0,2}|[1-4][0-9]{3}|5000");

    private record Links(String self) {}

    private record Shown(
            String domainId,
            boolean isDomain,
            String parentId,
            String name,
            String description,
            Links links,
            String id,
            boolean enabled) {}

    public record Page(Links links, List<Shown> projects) {}

    public Response handle(Request request, Caller caller) {
        var query = new Query(request.query());
        var page = query.first("page").orElse("1");
        var perPage = query.first("per_page").orElse("5000");
        if (!PAGE.matcher(page).matches()) {
            return KeystoneError.ILLEGAL_PARAMETER.response("page");
        }
        if (!PER_PAGE.matcher(perPage).matches()) {
            return KeystoneError.ILLEGAL_PARAMETER.response("per_page");
        }
        int size = Integer.parseInt(perPage);
        var wanted = query.first("name");
        var found = iam.directory().get().projects(caller.user().account()).stream()
                .filter(project -> wanted.map(project.name()::equals).orElse(true))
                .skip((Long.parseLong(page) - 1) * size)
                .limit(size)
                .map(ListProjects::shown)
                .toList();
        return Json.response(200, new Page(new Links("/v3/projects"), found));
    }

    private static Shown shown(Project project) {
        var domain = ShownToken.domain(project.account()).id();
        var id = project.id().value();
        return new Shown(domain, false, domain, project.name(), "", new Links("/v3/projects/" + id), id, true);
    }
}
