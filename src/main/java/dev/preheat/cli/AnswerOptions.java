package dev.preheat.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How the API is asked, and its answer shown: as lines or, with {@code --json}, as it came. */
final class AnswerOptions {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Option(names = "--json", description = "Prints the API's own answer.")
    private boolean json;

    AnswerOptions(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    ApiClient client() {
        return access.client();
    }

    boolean json() {
        return json;
    }

    /** Prints what was asked for; a refusal goes to the other output. The exit code. */
    int print(Answer answer, Function<JsonNode, List<String>> lines) {
        if (!(answer instanceof Answer.Good good)) {
            shell.err().println(answer);
            return Exit.without(answer);
        }
        if (json) {
            shell.out().println(good.text());
        } else {
            lines.apply(good.body()).forEach(shell.out()::println);
        }
        shell.out().flush();
        return Exit.DONE;
    }
}
