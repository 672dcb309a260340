package dev.preheat.app;

import dev.preheat.mistake.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The reason why the service cannot start, for a person. */
final class CannotStart extends Exception {
    private static final int FAILED = 1;
    private static final int USAGE = 2; // other files have to be named, or these made usable

    private final int exit;

    private CannotStart(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    CannotStart(String message) {
        this(FAILED, message);
    }

    /** {@code what}, and the innermost reason. */
    CannotStart(String what, Throwable failure) {
        this(FAILED, what + ": " + root(failure));
    }

    /** A file that cannot be used, and why. */
    static CannotStart unusable(Path file, String why) {
        return new CannotStart(USAGE, file + " " + why);
    }

    /**
     * The same, for what came of trying.
     *
     * @param done what was to be done with it, such as {@code read}
     */
    static CannotStart unusable(Path file, String done, IOException failure) {
        return unusable(file, FileFault.of(file, done, failure));
    }

    /** The exit code of a verb that ends with this. */
    int exit() {
        return exit;
    }

    private static String root(Throwable failure) {
        var root = failure;
        for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return Optional.ofNullable(root.getMessage())
                .or(() -> Optional.ofNullable(failure.getMessage()))
                .orElse("nothing more is known");
    }
}
