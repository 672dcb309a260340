package dev.preheat.own;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.PageMark;
import dev.preheat.operation.Parameters;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.PreheatingResult.Status;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.TaskSearch;
import dev.preheat.preheat.TaskSummary;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code GET /preheat/v1/projects/{project_id}/tasks?status=&url=&edge=&created_since=&created_until=&limit=&after=}: a
 * project's tasks, newest first.
 *
 * <p>Limits: {@code limit} is 1 to 1,000, by default 100. {@code next}, present if there may be more, is the {@code after} of
 * the next page with the same filters. A page may be empty and still have a next one, since it looks at 10,000 tasks at
 * most.
 */
public record ListTasks(TaskSearch tasks) implements Operation {
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}|1000");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final List<String> FILTERS = List.of("status", "url", "edge", "created_since", "created_until");

    private record Answer(List<ShownSummary> tasks, Optional<String> next) {}

    private record ShownSummary(
            String taskId,
            String status,
            Instant createdAt,
            String firstUrl,
            int urls,
            TaskSummary.Fills fills,
            long objectsDone,
            long objectsKnown,
            long bytesDone,
            long bytesReceived) {
        static ShownSummary of(TaskSummary task) {
            var done = task.done();
            return new ShownSummary(
                    task.id().value(),
                    task.status().word(),
                    task.createdAt(),
                    task.firstUrl(),
                    task.urls(),
                    task.fills(),
                    done.objectsDone(),
                    done.objectsKnown(),
                    done.bytesDone(),
                    done.bytesReceived());
        }
    }

    @Override
    public List<String> single() {
        return Stream.concat(FILTERS.stream(), Stream.of("limit", "after")).toList();
    }

    @Override
    public Response handle(Call call) {
        var project = call.project().id();
        var given = new Parameters(call.query());
        var filter = filter(given);
        var mark = new PageMark(project, given.values(FILTERS));
        var after = given.read("after", mark::read);
        int limit = given.read("limit", ListTasks::limit).orElse(100);
        if (given.illegal().isPresent()) {
            return call.illegal(given.illegal().get());
        }
        var page = tasks.page(project, filter, after.map(TaskId::value).orElse(""), limit);
        return Json.response(
                200,
                new Answer(
                        page.tasks().stream().map(ShownSummary::of).toList(),
                        page.next().map(mark::write)));
    }

    private static TaskSearch.Filter filter(Parameters given) {
        var since = given.read("created_since", ListTasks::instant);
        return new TaskSearch.Filter(
                given.read("status", ListTasks::status),
                given.read("url", text -> StreamingUrl.parse(text).map(StreamingUrl::given)),
                given.read(
                        "edge",
                        text -> Optional.of(text).filter(EdgeName::isLegal).map(EdgeName::new)),
                since,
                given.read(
                        "created_until",
                        text -> instant(text).filter(until -> until.isAfter(since.orElse(Instant.EPOCH)))));
    }

    private static Optional<Status> status(String word) {
        return Stream.of(Status.values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }

    private static Optional<Integer> limit(String text) {
        return Optional.of(text).filter(LIMIT.asMatchPredicate()).map(Integer::valueOf);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text))
                    .filter(time -> !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
