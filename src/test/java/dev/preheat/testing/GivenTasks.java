package dev.preheat.testing;

import dev.preheat.accept.Acceptance;
import dev.preheat.accept.Order;
import dev.preheat.accept.Submission;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.preheat.Witness;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import java.time.InstantSource;
import java.util.Optional;

/** Tasks of a test: accepted and found again, with no webhook to tell. */
public record GivenTasks(Acceptance acceptance, TaskSearch search) {
    public GivenTasks(Database database, EdgeTree edges, Quota quota, InstantSource clock) {
        this(new Acceptance(database, edges, quota, clock, () -> {}), new TaskSearch(database));
    }

    public Submission submit(Project project, Order order) {
        return acceptance.submit(project, order);
    }

    public Optional<PreheatTask> find(ProjectId project, TaskId task) {
        return search.find(project, task);
    }

    public static FillQueue queue(Database database, EdgeTree edges, InstantSource clock) {
        return new FillQueue(database, edges, Witness.NONE, clock);
    }

    public static TaskControl control(Database database, EdgeTree edges, InstantSource clock) {
        return new TaskControl(database, edges, Witness.NONE, clock, _ -> {});
    }
}
