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
            "0:everything is proved",
            "1:something failed",
            "2:wrong usage",
            "3:refused",
            "4:no answer",
            "5:without --watch: not ended yet"
        })
final class StatusVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private String task = "";

    @Option(names = "--watch", description = "go on until the task has ended; --json prints the last answer")
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
