package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preheat asset show}: one asset. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows an asset.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "3:refused, or not there", "4:no answer"})
final class AssetShowVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Parameters(paramLabel = "ID", description = "the asset's id")
    private String id = "";

    @Option(names = "--json", description = "print the API's own answer")
    private boolean json;

    AssetShowVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        return AssetReport.shown(shell, access.client().asset(id), json);
    }
}
