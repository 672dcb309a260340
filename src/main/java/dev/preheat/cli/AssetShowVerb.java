package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code preheat asset show}: one asset. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows an asset.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "3:refused, or not there", "4:no answer"})
final class AssetShowVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "ID", description = "the asset's id")
    private String id = "";

    AssetShowVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(answers.client().asset(id), AssetReport::lines);
    }
}
