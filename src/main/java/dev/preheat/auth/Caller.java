package dev.preheat.auth;

import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.util.List;
import java.util.Optional;

/**
 * A user who proved its identity, and the projects that the proof is good for.
 *
 * @param projects all of the account's for a signature, its own for a token
 * @param signed the request that the signature is of; empty for a token
 */
public record Caller(User user, List<Project> projects, Optional<Fingerprint> signed) {
    public Caller {
        projects = List.copyOf(projects);
    }

    /** The project, if the proof is good for it. */
    public Optional<Project> project(ProjectId id) {
        return projects.stream().filter(project -> project.id().equals(id)).findFirst();
    }

    /** Returns whether the user may perform {@code action}, such as {@code vod:asset:preheat}; an owner may perform all. */
    public boolean may(String action) {
        return user.may(action);
    }
}
