package dev.preheat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code preheat preheat}: asks for a preheating task and prints its id, alone, on standard output. */
@Command(
        name = "preheat",
        mixinStandardHelpOptions = true,
        description = "Preheats an asset or streaming URLs, and prints the task's id.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The task is accepted; with --watch, everything is proved.",
            "1:With --watch, something failed.",
            "2:The usage was wrong.",
            "3:The service refused it.",
            "4:No answer came."
        })
final class PreheatVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private final RepeatOptions repeat = new RepeatOptions();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Spec
    private CommandSpec spec;

    @Option(names = "--watch", description = "Shows the progress on standard error until the task has ended.")
    private boolean watch;

    PreheatVerb(Shell shell) {
        this.shell = shell;
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        source.check(spec);
        var client = repeat.named(answers.client(), 1);
        var answer = client.preheat(source.asset(), source.urls());
        int exit = answers.print(answer, body -> List.of(Plain.word(body, "task_id")));
        return watch && answer instanceof Answer.Good good ? watched(client, good.member("task_id")) : exit;
    }

    private int watched(ApiClient client, String task) {
        var end = new TaskWatch(client, shell.err(), shell.look(Shell.Output.ERR), shell.clock()).follow(task);
        if (!(end instanceof Answer.Good)) {
            shell.err().println(end);
        }
        return Exit.of(end);
    }
}
