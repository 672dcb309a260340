package dev.preheat.cli;

import dev.preheat.auth.PasswordHash;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code preheat password}: makes of a password the line that preheat.yaml holds of it. */
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the whole line that a user of preheat.yaml has of a password.",
            "The password is asked for, or is the first line of standard input. The line leads back to no password, and is"
                    + " another one each time."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is printed.", "2:There was no password, or one of more than 256 characters."})
final class PasswordVerb implements Callable<Integer> {
    private final Shell shell;

    PasswordVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var password = new Passwords(shell).ask("password");
        if (password.isEmpty()) {
            shell.err().println("a password must have 1 to " + PasswordHash.LONGEST_PASSWORD + " characters");
            return Exit.USAGE;
        }
        shell.out()
                .println("password: "
                        + PasswordHash.of(password.get().toCharArray(), new SecureRandom())
                                .text());
        shell.out().flush();
        return Exit.DONE;
    }
}
