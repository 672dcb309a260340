package dev.preheat.app;

import java.util.Arrays;
import picocli.CommandLine;

/**
 * Ends a verb that failed unexpectedly, with one line that names the kind of exception and its place. The exception's message
 * is left out, as it may repeat a token or a key, and this line ends up in the logs of builds.
 */
final class BrokeOff implements CommandLine.IExecutionExceptionHandler {
    /** The exit code of a bug or a broken machine ({@code EX_SOFTWARE} of sysexits.h). */
    static final int EXIT = 70;

    @Override
    public int handleExecutionException(Exception broken, CommandLine verb, CommandLine.ParseResult parsed) {
        verb.getErr().println("preheat: broke off: " + broken.getClass().getSimpleName() + " at " + place(broken));
        return EXIT;
    }

    private static String place(Exception broken) {
        var frames = Arrays.asList(broken.getStackTrace());
        return frames.stream()
                .filter(frame -> frame.getClassName().startsWith("dev.preheat."))
                .findFirst()
                .or(() -> frames.stream().findFirst())
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }
}
