package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real cache (Debian's package) on free loopback ports, with everything it writes in a directory of its own; gone,
 * directory and all, when closed, or when this JVM ends.
 *
 * <p>Needs no root and does not mind it. Where the program is missing it fails and says what to install; it is never
 * skipped.
 */
public abstract sealed class Cache implements AutoCloseable permits Nginx, Varnish, TrafficServer, Squid {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Launch launch;
    private final Thread lastResort = new Thread(this::discard);
    private Process process;

    /**
     * How it is started.
     *
     * @param dir where it finds its configuration and keeps what it stores, the latter in {@link #store}
     * @param port of 127.0.0.1, where it listens when it is up
     * @param ready what must hold besides
     */
    record Launch(Path dir, int port, List<String> command, BooleanSupplier ready) {
        Launch {
            command = List.copyOf(command);
        }

        Path store() {
            return store(dir);
        }

        static Path store(Path dir) {
            return dir.resolve("cache");
        }
    }

    Cache(Launch launch) {
        this.launch = launch;
        Runtime.getRuntime().addShutdownHook(lastResort);
        process = start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + launch.port());
    }

    /** Ends it as a power cut would; {@link #restart()} brings it back. */
    public void kill() {
        stopForking();
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaits.await(name() + " is dead", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Stops and starts it; what it has stored stays, if it stores on disk. */
    public void restart() {
        stop();
        process = start();
    }

    /** Empties it. */
    public void wipe() {
        end();
        Trees.delete(launch.store());
        process = start();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        discard();
    }

    /** Leaves nothing of it. */
    void discard() {
        end();
        Trees.delete(launch.dir());
    }

    /** Where it keeps its configuration, its logs and, in {@code cache}, what it stores. */
    public Path dir() {
        return launch.dir();
    }

    /** How many files its store has; 0 where it keeps all in memory, or in one. */
    public long storedFiles() {
        while (true) {
            try (var all = Files.exists(launch.store()) ? Files.walk(launch.store()) : Stream.<Path>empty()) {
                return all.filter(Files::isRegularFile).count();
            } catch (IOException | UncheckedIOException _) {
                // one went while they were counted: once more
            }
        }
    }

    static Path newDirectory(String software) {
        try {
            return Files.createTempDirectory("preheat-" + software);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The text of {@code file}; empty when there is none. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where a program is, which Debian has in {@code debianPackage}. */
    static String program(String name, String debianPackage) {
        var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/usr/local/nginx/sbin";
        return Arrays.stream(path.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError(name + " is missing, and real caches are part of these tests: "
                        + "install it (Debian, Ubuntu: apt-get install " + debianPackage + ")"));
    }

    // What forks ends its own children: orphans of one that was killed are there until init looks, up to seconds later.
    private void end() {
        if (process.descendants().findAny().isPresent()) {
            stop();
        } else {
            kill();
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    // Else a child may be born after its parent's children were counted, and outlive it.
    private void stopForking() {
        try {
            new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start() {
        try {
            var started = new ProcessBuilder(launch.command())
                    .directory(dir().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dir().resolve("out.log").toFile()))
                    .start();
            Awaits.await(name() + " listens at " + uri(), PATIENCE, () -> isUp(started));
            return started;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private boolean isUp(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError(name() + " ended at once: " + logs());
        }
        return listens() && launch.ready().getAsBoolean();
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), launch.port()), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private String logs() {
        try (var files = Files.list(dir())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(Cache::read)
                    .reduce("", String::concat);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String name() {
        return getClass().getSimpleName();
    }
}
