package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preheat task}: all there is to know of a task, fill by fill. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        description = "Shows all there is to know of a task, for each streaming URL and edge.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is proved",
            "1:something failed",
            "2:wrong usage",
            "3:refused",
            "4:no answer",
            "5:not ended yet"
        })
final class TaskVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private String task = "";

    @Option(names = "--json", description = "print the API's own answer")
    private boolean json;

    TaskVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        var answer = access.client().task(task);
        new Printed(shell, json).of(answer, TaskDetails::lines);
        return Exit.of(answer);
    }
}
