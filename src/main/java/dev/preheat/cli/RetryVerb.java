package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code preheat retry}: begins what has failed of a task anew. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Begins the failed fills of a task anew; nothing is charged.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:refused", "4:no answer"})
final class RetryVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private final RepeatOptions repeat = new RepeatOptions();

    @Parameters(paramLabel = "TASK", description = "the task's id")
    private String task = "";

    RetryVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(repeat.named(answers.client(), 1).retry(task), body -> TaskTable.all(TaskReport.of(body)));
    }
}
