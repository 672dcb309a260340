package dev.preheat.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own: for what only another environment or class path shows. */
final class Child {
    private static final int PATIENCE_SECONDS = 120;
    private static final Path NEWEST_CORE = Path.of("target/newest-sdk-core.jar");

    private Child() {}

    /** What {@code main} prints; fails unless it ends with 0. */
    static String java(String classPath, Map<String, String> environment, Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(Service.java(), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return output(command, environment);
    }

    /** What a verb of the packaged program prints; fails unless it ends with 0. */
    static String jar(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(Service.java(), "-jar", Service.JAR.toString()));
        command.addAll(List.of(arguments));
        return output(command, environment);
    }

    private static String output(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HUAWEICLOUD_") || name.startsWith("PREHEAT_"));
        builder.environment().putAll(environment);
        return output(builder);
    }

    /** Of this test. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** Of this test, with the SDK's newest core before the one that belongs to its VOD part. */
    static String classPathWithNewestSdkCore() {
        if (!Files.exists(NEWEST_CORE)) {
            throw new AssertionError(NEWEST_CORE + " is missing; ./mvnw verify fetches it before these tests");
        }
        return NEWEST_CORE.toAbsolutePath() + File.pathSeparator + classPath();
    }

    private static String output(ProcessBuilder builder) {
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("the program failed: " + out);
            }
            return out;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
    }
}
