package dev.preheat.iam;

import dev.preheat.auth.Iam;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code GET /v3/projects?name=&page=&per_page=}: the projects of the caller's account, whatever the caller may
 * do in them.
 *
 * <p>An SDK that was given a region finds its project by this. {@code page} counts from 1, {@code per_page} is 1 to
 * 5,000, by default all. Source: the vendor's IAM API reference (KeystoneListProjects), 2023-02.
 */
public record ListProjects(Iam iam) implements Operation {
    private static final Pattern PAGE = Pattern.compile("[1-9][0-9]{0,5}");
    private static final Pattern PER_PAGE = Pattern.compile("[1-9][0-9]{0,2}|[1-4][0-9]{3}|5000");

    private record Links(String self) {}

    private record ShownProject(
            String domainId,
            boolean isDomain,
            String parentId,
            String name,
            String description,
            Links links,
            String id,
            boolean enabled) {}

    private record Answer(Links links, List<ShownProject> projects) {}

    @Override
    public List<String> single() {
        return List.of("name", "page", "per_page");
    }

    @Override
    public Response handle(Call call) {
        var query = call.query();
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
        var found = iam.directory().get().projects(call.user().account()).stream()
                .filter(project -> wanted.map(project.name()::equals).orElse(true))
                .skip((Long.parseLong(page) - 1) * size)
                .limit(size)
                .map(ListProjects::shown)
                .toList();
        return Json.response(200, new Answer(new Links("/v3/projects"), found));
    }

    private static ShownProject shown(Project project) {
        var domain = ShownToken.domain(project.account()).id();
        var id = project.id().value();
        return new ShownProject(domain, false, domain, project.name(), "", new Links("/v3/projects/" + id), id, true);
    }
}
