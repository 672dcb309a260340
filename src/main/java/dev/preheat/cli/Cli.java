package dev.preheat.cli;

import java.util.List;

/** The verbs that are clients of the API, and the one that makes a line of the configuration. */
public final class Cli {
    private Cli() {}

    /** Each as a picocli command (an object of it or a CommandLine), to hang below a root command. */
    public static List<Object> verbs(Shell shell) {
        return List.of(
                new PreheatVerb(shell),
                new StatusVerb(shell),
                new EstimateVerb(shell),
                new TasksVerb(shell),
                new TaskVerb(shell),
                new CancelVerb(shell),
                new RetryVerb(shell),
                AssetVerb.with(shell),
                new QuotaVerb(shell),
                new EdgesVerb(shell),
                new TokenVerb(shell),
                new PasswordVerb(shell),
                new CompletionVerb(shell));
    }
}
