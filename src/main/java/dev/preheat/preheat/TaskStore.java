package dev.preheat.preheat;

import dev.preheat.tenancy.ProjectId;
import java.util.Optional;

/** Tasks and fills, as rows. */
public final class TaskStore {
    /** The task, if this project has it. */
    public Optional<PreheatTask> find(ProjectId project, TaskId task) {
        throw new UnsupportedOperationException(project + " " + task);
    }
}
