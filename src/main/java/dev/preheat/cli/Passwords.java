package dev.preheat.cli;

import dev.preheat.auth.PasswordHash;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a verb gets a password from: never from its arguments, which everybody on the machine can see. */
record Passwords(Shell shell) {
    private static final int LONGEST_LINE = 4 * PasswordHash.LONGEST_PASSWORD + 2;

    /**
     * Asked for on the terminal, without echo; where there is none, the first line of standard input.
     *
     * @return empty when there is none, or it is too long
     */
    Optional<String> ask(String what) {
        var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        var typed = terminal.map(console -> prompted(console, what)).orElseGet(this::firstLine);
        return Optional.of(typed).filter(one -> !one.isEmpty() && one.length() <= PasswordHash.LONGEST_PASSWORD);
    }

    private static String prompted(Console console, String what) {
        var typed = console.readPassword("%s: ", what);
        return typed == null ? "" : new String(typed);
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
