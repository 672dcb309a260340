package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private String task = "";

    TaskVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        var answer = answers.client().task(task);
        answers.print(answer, TaskDetails::lines);
        return Exit.of(answer);
    }
}
