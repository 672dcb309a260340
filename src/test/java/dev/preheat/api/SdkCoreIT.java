package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Java SDK with the newest core that the registry has whole, in a JVM of its own. */
class SdkCoreIT {
    private static final Path CORE =
            Path.of("target/sdk-core/huaweicloud-sdk-core.jar").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyWayToSignIsAcceptedFromIt() throws Exception {
        var now = InstantSource.system().instant();
        try (var wire = new WireFixture(folder, Map.of("clock", now.toString()))) {
            var out = folder.resolve("out.txt");
            var child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            classPath(),
                            SdkProgram.class.getName(),
                            "http://127.0.0.1:" + wire.server.port())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(out).lines())
                    .containsAll(SdkProgram.WAYS.stream().map(way -> way + " 2").toList());
        }
    }

    private static String classPath() {
        assertThat(CORE).exists();
        var others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("huaweicloud-sdk-core"))
                .collect(Collectors.joining(File.pathSeparator));
        return CORE + File.pathSeparator + others;
    }
}
