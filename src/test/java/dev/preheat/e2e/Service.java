package dev.preheat.e2e;

import dev.preheat.testing.Awaits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The packaged service as a process of its own, as its users run it. It lives in a directory, which outlives it: another
 * start there goes on with the same store.
 *
 * <p>Its standard error goes to {@code preheat.log} in that directory, after what earlier ones left there.
 */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READY = "preheat ready ";
    static final Path JAR = Path.of("target/preheat.jar").toAbsolutePath();
    private static final String LOG = "preheat.log";

    private final Path dir;
    private final Path out;
    private final Process process;
    private final Thread lastResort;

    private Service(Path dir, List<String> command) throws IOException {
        this.dir = dir;
        out = Files.createTempFile(dir, "out-", ".txt");
        process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve(LOG).toFile()))
                .start();
        lastResort = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * How a process ended.
     *
     * @param out its standard output
     */
    record Ended(int code, Duration took, String out) {}

    /** Starts {@code preheat serve} in {@code dir} with the preheat.yaml there; returns when it is ready. */
    static Service start(Path dir) {
        return start(dir, "--config", "preheat.yaml");
    }

    /** Starts {@code preheat serve} with these options on a free port; returns when it is ready. */
    static Service start(Path dir, String... options) {
        var service = begun(dir, serve(options));
        Awaits.await("preheat is ready", PATIENCE, service::isReady);
        return service;
    }

    /** The same as {@link #start(Path)}, and no file can grow over {@code kilobytes} until {@link #unlimited()}. */
    static Service limited(Path dir, int kilobytes) {
        // POSIX counts in blocks of 512 bytes; only the soft limit, so that it can be raised again
        var limit = "ulimit -S -f " + kilobytes * 2 + " && exec \"$@\"";
        var command = new ArrayList<>(List.of("sh", "-c", limit, "sh"));
        command.addAll(serve("--config", "preheat.yaml"));
        var service = begun(dir, command);
        Awaits.await("preheat is ready", PATIENCE, service::isReady);
        return service;
    }

    /** The same as {@link #start(Path, String...)}, under this umask. */
    static Service withUmask(Path dir, String umask, String... options) {
        var command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh"));
        command.addAll(serve(options));
        var service = begun(dir, command);
        Awaits.await("preheat is ready", PATIENCE, service::isReady);
        return service;
    }

    /** Starts {@code preheat serve} where it is expected to end by itself; returns when it has. */
    static Ended refused(Path dir, String... options) {
        try (var service = begun(dir, serve(options))) {
            return service.ended();
        }
    }

    /** Where the API is. */
    URI endpoint() {
        return URI.create(readyLine().orElseThrow().substring(READY.length()));
    }

    /** What it and all before it in this directory logged. */
    String log() {
        return log(dir);
    }

    static String log(Path dir) {
        return read(dir.resolve(LOG));
    }

    String out() {
        return read(out);
    }

    /** How many threads of the system it has. */
    int threads() {
        return status("Threads");
    }

    /** What it holds of the machine's memory. */
    int megabytes() {
        return status("VmRSS") / 1_024;
    }

    private int status(String name) {
        var status = read(Path.of("/proc/" + process.pid() + "/status"));
        return Integer.parseInt(status.replaceFirst("(?s).*\n" + name + ":\\s+(\\d+).*", "$1"));
    }

    /** Tells it to read its configuration again, with SIGHUP; returns before it has. */
    void hangUp() {
        run("kill", "-HUP", Long.toString(process.pid()));
    }

    /** Lets its files grow again. */
    void unlimited() {
        run("prlimit", "--fsize=unlimited:unlimited", "--pid", Long.toString(process.pid()));
    }

    /** Lets it stand still, with SIGSTOP, as a machine does that is out of breath; {@link #goOn()} ends that. */
    void standStill() {
        run("kill", "-STOP", Long.toString(process.pid()));
    }

    void goOn() {
        run("kill", "-CONT", Long.toString(process.pid()));
    }

    /** Ends it as a power cut would: SIGKILL. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    /** Tells it to stop, with SIGTERM, and waits until it has. */
    Ended terminate() {
        process.destroy();
        return ended();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private static Service begun(Path dir, List<String> command) {
        if (!Files.exists(JAR)) {
            throw new AssertionError(JAR + " is missing; these tests run after the package phase: ./mvnw verify");
        }
        try {
            return new Service(dir, command);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> serve(String... options) {
        var command = new ArrayList<>(List.of(
                "env", "--default-signal=HUP", java(), "-jar", JAR.toString(), "serve")); // nohup ignores SIGHUP
        command.addAll(List.of(options));
        command.addAll(List.of("--listen", "127.0.0.1:0"));
        return command;
    }

    /** The program that runs this test. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("preheat ended at once: " + out() + log());
        }
        return readyLine().isPresent();
    }

    private Optional<String> readyLine() {
        return out().lines().filter(line -> line.startsWith(READY)).findFirst();
    }

    private Ended ended() {
        long begun = System.nanoTime();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("preheat did not end: " + out() + log());
            }
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
        return new Ended(process.exitValue(), Duration.ofNanos(System.nanoTime() - begun), out());
    }

    private static void run(String... command) {
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + code);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
