package dev.preheat.auth;

import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.util.List;
import java.util.Optional;

/**
 * A user who proved to be the one, and the projects that the proof is good for.
 *
 * @param projects a signature is good for all of the account's, a token for its own
 */
public record Caller(User user, List<Project> projects) implements Verdict {
    public Caller {
        projects = List.copyOf(projects);
    }

    /** The project, if the proof is good for it. */
    public Optional<Project> project(ProjectId id) {
        return projects.stream().filter(project -> project.id().equals(id)).findFirst();
    }

    /** Whether the user may do what {@code action} names, such as {@code vod:asset:preheat}; an owner may everything. */
    public boolean may(String action) {
        return user.may(action);
    }
}
