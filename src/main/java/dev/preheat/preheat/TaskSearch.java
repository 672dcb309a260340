package dev.preheat.preheat;

import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a project's tasks: one by its id, or all that a filter wants, newest first. Ids sort by time and never change, so that
 * a page begun after an id is the same however many tasks have come since.
 *
 * <p>Limits: 10,000 tasks are looked at for a page. A task that is processing or has failed is found without looking at the
 * rest.
 */
public final class TaskSearch {
    private static final int MOST_LOOKED_AT = 10_000;
    private static final int LOOKED_AT_ONCE = 500;
    private static final String LATER_THAN_ALL = "g"; // ids are hex

    // Each gives some ids and no more; what they are joined with is found by its key.
    private static final String ALL = summing("SELECT task_id FROM task WHERE %s");
    private static final String OPEN = summing("SELECT DISTINCT task_id FROM fill WHERE %s AND state < ENDED");
    private static final String FAILED = summing("SELECT DISTINCT task_id FROM fill WHERE %s AND state = FAILED");

    private final Database database;

    public TaskSearch(Database database) {
        this.database = database;
    }

    /** Finds a task, if this project has it. */
    public Optional<PreheatTask> find(ProjectId project, TaskId task) {
        return database.read(tx -> {
            var created = tx.sql("SELECT created_at FROM task WHERE task_id = :task AND project_id = :project")
                    .with("task", task.value())
                    .with("project", project.value())
                    .first(row -> row.instant("created_at"));
            return created.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PreheatTask(task, project, created.get(), FillTable.records(tx, task)));
        });
    }

    /**
     * The tasks that are wanted.
     *
     * @param url one of the task's streaming URLs, exactly as it was given
     * @param since the earliest time of creation
     * @param until the first time of creation that is too late
     */
    public record Filter(
            Optional<PreheatingResult.Status> status,
            Optional<String> url,
            Optional<EdgeName> edge,
            Optional<Instant> since,
            Optional<Instant> until) {
        public static final Filter NONE =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private String statement() {
            return switch (status.orElse(PreheatingResult.Status.SUCCEED)) {
                case PROCESSING -> OPEN;
                case FAILED -> FAILED;
                case SUCCEED -> ALL;
            };
        }

        private boolean wants(Found found) {
            return status.map(found.task().status()::equals).orElse(true)
                    && (url.isEmpty() || found.ofUrl() > 0)
                    && (edge.isEmpty() || found.inEdge() > 0);
        }
    }

    /**
     * A page of a list.
     *
     * @param next where the next page begins; empty if there is none. A page may be empty and have a next one.
     */
    public record Page(List<TaskSummary> tasks, Optional<TaskId> next) {}

    private record Found(TaskSummary task, int ofUrl, int inEdge) {}

    /**
     * Lists at most {@code most} tasks.
     *
     * @param after the id that the page before ended with; empty for the first page
     */
    public Page page(ProjectId project, Filter filter, String after, int most) {
        var found = new ArrayList<TaskSummary>();
        var before = earlier(after, filter.until().map(TaskId::smallest).orElse(LATER_THAN_ALL));
        int some = Math.min(LOOKED_AT_ONCE, most + 1); // one more: is there a next page?
        for (int looked = 0; looked < MOST_LOOKED_AT; looked += some) {
            some = looked == 0
                    ? some
                    : Math.min(LOOKED_AT_ONCE, MOST_LOOKED_AT - looked); // else a step for each wanted
            var all = summed(project, filter, before, some);
            for (var one : all) {
                if (filter.wants(one) && found.size() == most) {
                    return new Page(found, Optional.of(found.getLast().id()));
                }
                if (filter.wants(one)) {
                    found.add(one.task());
                }
            }
            if (all.size() < some) {
                return new Page(found, Optional.empty());
            }
            before = all.getLast().task().id().value();
        }
        return new Page(found, Optional.of(new TaskId(before)));
    }

    private List<Found> summed(ProjectId project, Filter filter, String before, int some) {
        return database.read(tx -> tx.sql(filter.statement())
                .with("url", filter.url().orElse(""))
                .with("edge", filter.edge().map(EdgeName::value).orElse(""))
                .with("project", project.value())
                .with("since", filter.since().map(TaskId::smallest).orElse(""))
                .with("before", before)
                .with("some", some)
                .list(TaskSearch::found));
    }

    private static String earlier(String one, String other) {
        return one.isEmpty() || other.compareTo(one) < 0 ? other : one;
    }

    private static Found found(Row row) throws SQLException {
        var fills = new TaskSummary.Fills(
                row.integer("waiting"), row.integer("running"), row.integer("succeeded"), row.integer("failed"));
        var done = new TaskSummary.Done(
                row.number("objects_done"),
                row.number("objects_known"),
                row.number("bytes_done"),
                row.number("bytes_received"));
        var task = new TaskSummary(
                new TaskId(row.text("task_id")),
                row.instant("created_at"),
                row.text("first_url"),
                row.integer("urls"),
                fills,
                done);
        return new Found(task, row.integer("of_url"), row.integer("in_edge"));
    }

    private static String summing(String candidates) {
        return FillState.sql("""
                SELECT task.task_id, task.created_at, COUNT(DISTINCT url) AS urls,
                    MIN(CASE WHEN position = 0 THEN url END) AS first_url,
                    SUM(CASE WHEN state = WAITING THEN 1 ELSE 0 END) AS waiting,
                    SUM(CASE WHEN state = RUNNING THEN 1 ELSE 0 END) AS running,
                    SUM(CASE WHEN state = SUCCEEDED THEN 1 ELSE 0 END) AS succeeded,
                    SUM(CASE WHEN state = FAILED THEN 1 ELSE 0 END) AS failed,
                    SUM(CASE WHEN url = :url THEN 1 ELSE 0 END) AS of_url,
                    SUM(CASE WHEN edge = :edge THEN 1 ELSE 0 END) AS in_edge,
                    SUM(objects_done) AS objects_done, SUM(objects_known) AS objects_known,
                    SUM(bytes_done) AS bytes_done, SUM(bytes_received) AS bytes_received
                FROM (%s ORDER BY task_id DESC LIMIT :some) AS looked
                JOIN task ON task.task_id = looked.task_id JOIN fill ON fill.task_id = looked.task_id
                GROUP BY task.task_id, task.created_at ORDER BY task.task_id DESC""".formatted(
                        candidates.formatted("project_id = :project AND task_id >= :since AND task_id < :before")));
    }
}
