package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code preheat tasks}: a project's tasks, newest first. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "Lists the tasks, newest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is done.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."})
final class TasksVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AnswerOptions answers;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Lists those that are processing, succeed or failed.")
    private String status = "";

    @Option(names = "--url", paramLabel = "URL", description = "Lists those of this streaming URL, as it was given.")
    private String url = "";

    @Option(names = "--edge", paramLabel = "NAME", description = "Lists those that fill this edge.")
    private String edge = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Lists those accepted then or later, such as 2026-11-23T12:00:00Z.")
    private String since = "";

    @Option(names = "--until", paramLabel = "TIME", description = "Lists those accepted before then.")
    private String until = "";

    @Option(names = "--limit", paramLabel = "N", description = "Lists at most so many, 1 to 1000; without it, 100.")
    private String limit = "";

    @Option(
            names = "--after",
            paramLabel = "MARK",
            description = "Goes on after the mark that the page before ended with, for the same filters.")
    private String after = "";

    TasksVerb(Shell shell) {
        this.shell = shell;
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        var answer = answers.client().tasks(query());
        if (answer instanceof Answer.Good good && good.body().has("next") && !answers.json()) {
            shell.err().println("there may be more: --after " + good.member("next"));
        }
        return answers.print(answer, TasksVerb::table);
    }

    private Map<String, String> query() {
        var query = new TreeMap<>(Map.of(
                "status",
                status,
                "url",
                url,
                "edge",
                edge,
                "created_since",
                since,
                "created_until",
                until,
                "limit",
                limit,
                "after",
                after));
        query.values().removeIf(String::isEmpty);
        return query;
    }

    private static List<String> table(JsonNode page) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TASK", "CREATED", "STATUS", "FILLS", "OBJECTS", "BYTES", "URL"));
        for (var task : page.path("tasks")) {
            var fills = task.path("fills");
            int ended = fills.path("succeeded").asInt(0) + fills.path("failed").asInt(0);
            int all = ended
                    + fills.path("waiting").asInt(0)
                    + fills.path("running").asInt(0);
            int more = task.path("urls").asInt(1) - 1;
            rows.add(List.of(
                    Plain.word(task, "task_id"),
                    Plain.word(task, "created_at"),
                    Plain.word(task, "status"),
                    ended + "/" + all,
                    task.path("objects_done").asLong(0) + "/"
                            + task.path("objects_known").asLong(0),
                    Plain.bytes(task.path("bytes_done").asLong(0)),
                    Plain.word(task, "first_url") + (more > 0 ? " and " + more + " more" : "")));
        }
        return Plain.columns(rows);
    }
}
