package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code preheat completion}: the script that lets bash and zsh complete verbs and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script for bash and zsh, to be read with: source <(./preheat completion).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is printed.", "2:The usage was wrong."})
final class CompletionVerb implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    CompletionVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var root = spec.root();
        shell.out().println(AutoComplete.bash(root.name(), root.commandLine()));
        shell.out().flush();
        return Exit.DONE;
    }
}
