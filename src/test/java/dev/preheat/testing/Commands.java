package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Programs that do their work and end. */
public final class Commands {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Commands() {}

    /** What it prints; fails unless it ends with 0 within 5 minutes. */
    public static String run(Path directory, String... command) {
        var process = started(directory, command);
        try {
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed: " + out);
            }
            return out;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted during " + command[0]);
        }
    }

    private static Process started(Path directory, String... command) {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            throw new AssertionError(command[0] + " is missing: bash .ci/run installs what tests need", missing);
        }
    }
}
