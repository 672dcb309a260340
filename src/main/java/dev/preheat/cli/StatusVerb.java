package dev.preheat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preheat status}: shows a task once, or until it has ended. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how far a task is, per streaming URL and edge.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything is proved.",
            "1:Something failed.",
            "2:The usage was wrong.",
            "3:The service refused it.",
            "4:No answer came.",
            "5:Without --watch, the task has not ended yet."
        })
final class StatusVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "TASK", description = "Names the task by its id.")
    private String task = "";

    @Option(
            names = "--watch",
            description = "Goes on until the task has ended. With --json the last answer is printed.")
    private boolean watch;

    StatusVerb(Shell shell) {
        this.shell = shell;
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        var client = answers.client();
        var answer = watch ? new TaskWatch(client, shell.out(), look(), shell.clock()).follow(task) : client.task(task);
        answers.print(answer, body -> watch ? List.of() : TaskTable.all(TaskReport.of(body)));
        return Exit.of(answer);
    }

    private TaskWatch.Look look() {
        return answers.json() ? new TaskWatch.Look.Silent() : shell.look(Shell.Output.OUT);
    }
}
