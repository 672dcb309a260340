package dev.preheat.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a verb has of whoever started it.
 *
 * @param terminals which of the two outputs a person is looking at; those may be redrawn, the others get plain lines
 */
public record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Set<Output> terminals,
        InstantSource clock) {
    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 40;

    /** The two places a verb writes to. */
    public enum Output {
        OUT,
        ERR
    }

    public Shell {
        environment = Map.copyOf(environment);
        terminals = Set.copyOf(terminals);
    }

    /**
     * This process's own.
     *
     * <p>Java cannot tell whether one output is a terminal; {@code ./preheat} can, and says so in the system property
     * {@code preheat.terminals}, such as {@code OUT,ERR}.
     */
    public static Shell ofThisProcess(InstantSource clock) {
        return new Shell(System.getenv(), System.in, System.out, System.err, toldTerminals(), clock);
    }

    /** How a view on this output is to look. */
    public TaskWatch.Look look(Output output) {
        return terminals.contains(output) ? new TaskWatch.Look.Redrawn(columns()) : new TaskWatch.Look.Lines();
    }

    // ./preheat asks the terminal and passes it on; POSIX has the name.
    private int columns() {
        var told = environment.getOrDefault("COLUMNS", "");
        return told.matches("[1-9]\\d{0,3}") ? Math.max(FEWEST_COLUMNS, Integer.parseInt(told)) : USUAL_COLUMNS;
    }

    private static Set<Output> toldTerminals() {
        var told = List.of(System.getProperty("preheat.terminals", "").split(","));
        if ("dumb".equals(System.getenv("TERM"))) {
            return Set.of();
        }
        return Stream.of(Output.values())
                .filter(output -> told.contains(output.name()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
