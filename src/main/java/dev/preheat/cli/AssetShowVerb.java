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
        exitCodeList = {
            "0:The asset is shown.",
            "2:The usage was wrong.",
            "3:The service refused it, or the asset is not there.",
            "4:No answer came."
        })
final class AssetShowVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Parameters(paramLabel = "ID", description = "Names the asset by its id.")
    private String id = "";

    AssetShowVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(answers.client().asset(id), AssetReport::lines);
    }
}
