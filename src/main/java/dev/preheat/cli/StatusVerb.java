package dev.preheat.cli;

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
    private final AccessOptions access;

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private String task = "";

    @Option(names = "--watch", description = "go on until the task has ended")
    private boolean watch;

    @Option(names = "--json", description = "print the API's own answer; with --watch the last one")
    private boolean json;

    StatusVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        var client = access.client();
        var answer = watch ? new TaskWatch(client, shell.out(), look()).follow(task) : client.task(task);
        switch (answer) {
            case Answer.Good good -> print(good);
            case Answer.Refused refused -> shell.err().println(refused);
            case Answer.Unreachable unreachable -> shell.err().println(unreachable);
        }
        return Exit.of(answer);
    }

    private TaskWatch.Look look() {
        return json ? TaskWatch.Look.SILENT : shell.look(Shell.Output.OUT);
    }

    private void print(Answer.Good good) {
        if (json) {
            shell.out().println(good.text());
        } else if (!watch) {
            TaskTable.all(TaskReport.of(good.body())).forEach(shell.out()::println);
        }
        shell.out().flush();
    }
}
