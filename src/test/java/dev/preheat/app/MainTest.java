package dev.preheat.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** What is the same for every verb. */
class MainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command(name = "stumble")
    private static final class Stumble implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalArgumentException("invalid header value: \"s3cret\\r\"");
        }
    }

    @Test
    void aVerbThatBreaksSaysWhereInOneLineWithoutASecret() {
        var root = Main.verbs(new Shell(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                System.out,
                System.err,
                Set.of(),
                InstantSource.system()));
        root.addSubcommand(new Stumble());
        root.setErr(new PrintWriter(err, true, UTF_8));

        assertThat(root.execute("stumble")).isEqualTo(70);

        assertThat(err.toString(UTF_8))
                .matches("preheat: broke off: IllegalArgumentException at "
                        + "dev\\.preheat\\.app\\.MainTest\\$Stumble\\.call\\(MainTest\\.java:\\d+\\)\n");
    }
}
