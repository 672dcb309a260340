package dev.preheat.accept;

import dev.preheat.tenancy.Project;

/** A user who changes a project's catalogue, by name. */
public record Editor(Project project, String user) {}
