package dev.preheat.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real nginx as an edge, with the lines that docs/edges.md asks for; a process of its own under one directory. */
public final class DemoNginx implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/opt/homebrew/bin/nginx"));

    private final Process process;
    private final InetSocketAddress address;

    /** Starts {@code program} in front of {@code origin}, on a free port. */
    public DemoNginx(Path program, Path directory, InetSocketAddress origin) throws IOException {
        Files.createDirectories(directory);
        address = Loopback.at(freePort());
        var configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(directory, origin));
        process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        "error.log")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
        awaitListening(directory);
    }

    /** Where nginx is installed, if it is. */
    public static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String configuration(Path directory, InetSocketAddress origin) throws IOException {
        try (var template = DemoNginx.class.getResourceAsStream("/demo/nginx.conf")) {
            if (template == null) {
                throw new IllegalStateException("the demo's nginx.conf is not on the class path");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@USER@", "root".equals(System.getProperty("user.name")) ? "user root;" : "")
                    .replace("@DIRECTORY@", directory.toString())
                    .replace("@PORT@", String.valueOf(address.getPort()))
                    .replace("@ORIGIN@", "127.0.0.1:" + origin.getPort());
        }
    }

    private void awaitListening(Path directory) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException("nginx did not start: " + Files.readString(directory.resolve("out.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean listens() throws IOException {
        try (var _ = new Socket(address.getAddress(), address.getPort())) {
            return true;
        } catch (ConnectException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
