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
            "0:Everything is proved.",
            "1:Something failed.",
            "2:The usage was wrong.",
            "3:The service refused it.",
            "4:No answer came.",
            "5:The task has not ended yet."
        })
final class TaskVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "TASK", description = "Names the task by its id.")
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
