package dev.preheat.cli;

import dev.preheat.mistake.Nearest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/**
 * What is said about arguments that cannot be: first of all a verb or an option that does not exist, since what else is
 * missing then follows from it.
 */
public final class Mistyped implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var verb = wrong.getCommandLine();
        var err = verb.getErr();
        var unknown = verb.getUnmatchedArguments();
        if (unknown.isEmpty()) {
            err.println(wrong.getMessage());
            verb.usage(err);
        } else {
            err.println(about(verb, unknown.getFirst()));
            err.println("./" + verb.getCommandSpec().qualifiedName() + " --help says what there is.");
        }
        return verb.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String about(CommandLine verb, String unknown) {
        var shown = Plain.text(unknown);
        var name = shown.split("=", 2)[0];
        if (name.startsWith("-")) {
            return "there is no option " + name + " of " + verb.getCommandSpec().qualifiedName()
                    + suggestion(name, options(verb));
        }
        var verbs = List.copyOf(verb.getSubcommands().keySet());
        return verbs.isEmpty()
                ? "'" + shown + "' is more than " + verb.getCommandSpec().qualifiedName() + " takes"
                : "there is no verb '" + shown + "'" + suggestion(shown, verbs);
    }

    private static List<String> options(CommandLine verb) {
        return List.copyOf(verb.getCommandSpec().optionsMap().keySet());
    }

    private static String suggestion(String typed, List<String> names) {
        return Nearest.of(typed, names)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }
}
