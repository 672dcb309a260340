package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code preheat cancel}: stops what has not ended of a task. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Stops what has not ended of a task; what is proved stays.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is done.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."})
final class CancelVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private final RepeatOptions repeat = new RepeatOptions();

    @Parameters(paramLabel = "TASK", description = "Names the task by its id.")
    private String task = "";

    CancelVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(
                repeat.named(answers.client(), 1).cancel(task), body -> TaskTable.all(TaskReport.of(body)));
    }
}
