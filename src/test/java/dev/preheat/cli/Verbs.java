package dev.preheat.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The verbs as a shell runs them that is no terminal.
 *
 * @param in what is piped in
 */
record Verbs(Map<String, String> environment, String in, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    @Command(name = "preheat")
    private static final class Root {}

    /** Runs one command; its exit code. */
    int run(String... arguments) {
        var shell = new Shell(
                environment,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                print(out),
                print(err),
                Set.of(),
                InstantSource.system());
        var root = new CommandLine(new Root());
        Cli.verbs(shell).forEach(root::addSubcommand);
        root.setParameterExceptionHandler(new Mistyped());
        root.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        return root.execute(arguments);
    }

    /** What was written so far. */
    static String said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
