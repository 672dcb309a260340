package dev.preheat.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code preheat asset}: what can be done with the catalogue; its own verbs are hung below it. */
@Command(name = "asset", mixinStandardHelpOptions = true, description = "Works on the catalogue of assets.")
final class AssetVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The verb with all that belong to it. */
    static CommandLine with(Shell shell) {
        var verb = new CommandLine(new AssetVerb())
                .addSubcommand(new ImportVerb(shell))
                .addSubcommand(new AssetListVerb(shell))
                .addSubcommand(new AssetShowVerb(shell))
                .addSubcommand(new AssetPutVerb(shell));
        for (var deed : AssetTurnVerb.Deed.values()) {
            verb.addSubcommand(AssetTurnVerb.of(shell, deed));
        }
        return verb;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: asset list|show|put|publish|unpublish|delete|import");
    }
}
