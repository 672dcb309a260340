package dev.preheat.cli;

import dev.preheat.cli.ApiClient.Claim;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preheat token}: gets a token for a name and a password and prints it, alone, on standard output. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Gets a token, good for 24 hours, and prints it.",
            "The password is that of $PREHEAT_PASSWORD, else it is asked for, else it is the first line of standard input.",
            "The other verbs use the token of $PREHEAT_TOKEN."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is printed.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."})
final class TokenVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Option(names = "--account", required = true, paramLabel = "NAME", description = "Names the account.")
    private String account = "";

    @Option(names = "--user", required = true, paramLabel = "NAME", description = "Names the user in it.")
    private String user = "";

    TokenVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        var client = access.stranger();
        var password = Optional.ofNullable(shell.environment().get("PREHEAT_PASSWORD"))
                .filter(given -> !given.isEmpty())
                .or(() -> new Passwords(shell).ask("password of " + user));
        if (password.isEmpty()) {
            shell.err().println("there is no password");
            return Exit.USAGE;
        }
        return switch (client.token(new Claim(account, user, password.get()))) {
            case Answer.Good good when !good.token().isEmpty() -> printed(good.token());
            case Answer.Good _ -> failed("the answer has no token; is the endpoint right?", Exit.REFUSED);
            case Answer.Refused refused -> failed(refused.toString(), Exit.REFUSED);
            case Answer.Unreachable unreachable -> failed(unreachable.toString(), Exit.UNREACHABLE);
        };
    }

    private int printed(String token) {
        shell.out().println(token);
        shell.out().flush();
        return Exit.DONE;
    }

    private int failed(String why, int code) {
        shell.err().println(why);
        return code;
    }
}
