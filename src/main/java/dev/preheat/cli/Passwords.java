package dev.preheat.cli;

import dev.preheat.auth.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a verb gets a password from: never from its arguments, which everybody on the machine can see. */
record Passwords(Shell shell) {
    private static final int LONGEST_LINE = 4 * PasswordHash.LONGEST_PASSWORD + 2;

    /**
     * Asked for on the terminal, without echo; where standard input is none, its first line.
     *
     * @return empty when there is none, or it is too long
     */
    Optional<String> ask(String what) {
        var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        var typed = terminal.map(console -> prompted(console, what)).orElseGet(() -> unseen(what));
        return Optional.of(typed).filter(one -> !one.isEmpty() && one.length() <= PasswordHash.LONGEST_PASSWORD);
    }

    private static String prompted(Console console, String what) {
        var typed = console.readPassword("%s: ", what);
        return typed == null ? "" : new String(typed);
    }

    // The JDK's console wants standard output to be a terminal too, which it is not in TOKEN=$(./preheat token …).
    private String unseen(String what) {
        if (!echo("-echo")) {
            return firstLine(); // standard input is no terminal
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> echo("echo"), "echo")); // on Ctrl-C
        shell.err().print(what + ": ");
        shell.err().flush();
        try {
            var typed = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
            return typed == null ? "" : typed; // a terminal's line has at most 4,096 bytes
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            echo("echo");
            shell.err().println();
        }
    }

    /** Whether standard input is a terminal, whose echo is now so. */
    private static boolean echo(String mode) {
        try {
            return new ProcessBuilder("stty", mode)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false; // there is no stty
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String firstLine() {
        try {
            var read = new String(shell.in().readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
            return read.lines().findFirst().orElse("");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
