package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Awaits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password typed at a real terminal, that of script(1). */
class PasswordIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"%s password", "LINE=$(%s password); echo \"$LINE\""})
    void isAskedForAndNotShown(String command) throws Exception {
        var shown = typed(command + "; stty -a", "correct horse\n");
        assertThat(shown)
                .startsWith("password: ")
                .contains("$pbkdf2-sha512$v1$210000$")
                .contains(" echo ") // as it was
                .doesNotContain("correct", "horse");
    }

    @Test
    void theTerminalIsAsItWasAfterAnInterrupt() throws Exception {
        var shown = typed("trap : INT; LINE=$(%s password); stty -a", "\003");
        assertThat(shown).startsWith("password: ").contains(" echo ").doesNotContain("-echo ", "pbkdf2");
    }

    private String typed(String command, String keys) throws IOException, InterruptedException {
        var out = dir.resolve("out.txt");
        var preheat = Service.java() + " -jar " + Service.JAR;
        // a test run in the background ignores interrupts, and so would all it starts
        var shell = List.of("env", "--default-signal=INT", "script", "-qec", command.formatted(preheat), "/dev/null");
        var process = new ProcessBuilder(shell)
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            Awaits.await("it asks", PATIENCE, () -> read(out).contains("password: "));
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return read(out);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
