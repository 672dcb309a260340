import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A real cache or origin as a process in a directory of its own; it logs every request in {@code seen.tsv}. */
final class Caches implements AutoCloseable {
    private static final String COUNTING = "count";
    private static final AtomicInteger MARKS = new AtomicInteger();
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String MAIN = """
            %s
            worker_processes auto;
            daemon off;
            pid nginx.pid;
            error_log error.log warn;
            events { worker_connections 4096; }
            http {
                client_body_temp_path tmp-body;
                proxy_temp_path tmp-proxy;
                fastcgi_temp_path tmp-fastcgi;
                uwsgi_temp_path tmp-uwsgi;
                scgi_temp_path tmp-scgi;
                sendfile on;
                keepalive_requests 100000;
                types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
                log_format seen '$http_user_agent\\t$request_method\\t$request_uri\\t$status\\t$bytes_sent\\t$server_port\\t$msec';
                access_log seen.tsv seen;
                include site.conf;
            }
            """;
    private static final String ORIGIN = """
            server {
            %s    root %s; %s
                location / { add_header Cache-Control "public, max-age=31536000, immutable"; }
            }
            """;

    private final Launch launch;
    final int port;
    private Process process;
    private Process log;

    /** How it is started; {@code log} is what writes its log, if it does not do so itself. */
    record Launch(Path dir, int port, List<String> command, List<String> log) {}

    /** A request as it was logged when it ended; only an origin says at which of its ports, and when. */
    record Seen(String agent, String method, String uri, int status, long bytes, int port, double at) {
        static Seen of(String line) {
            var at = line.split("\t", -1);
            return new Seen(
                    at[0],
                    at[1],
                    at[2],
                    Integer.parseInt(at[3]),
                    Long.parseLong(at[4]),
                    Integer.parseInt(at[5]),
                    Double.parseDouble(at[6]));
        }
    }

    Caches(Launch launch) {
        this.launch = launch;
        this.port = launch.port;
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** An nginx that serves {@code documents} at each of the ports: by its port, an edge is known in the log. */
    static Caches origin(Path dir, Path documents, List<Integer> ports) throws IOException {
        return origin(dir, ports.getFirst(), serving(documents, ports, ""));
    }

    static Caches origin(Path dir, int port, String site) throws IOException {
        Service.delete(dir);
        return new Caches(nginx(dir, port, site));
    }

    /** The part of an origin that serves {@code documents} at some ports; {@code also} is a further line of it. */
    static String serving(Path documents, List<Integer> ports, String also) {
        var listen = ports.stream()
                .map(port -> "    listen 127.0.0.1:" + port + " backlog=4096;\n")
                .collect(Collectors.joining());
        return ports.isEmpty() ? "" : ORIGIN.formatted(listen, documents, also);
    }

    static Launch nginx(Path dir, int port, String site) {
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        write(dir.resolve("nginx.conf"), MAIN.formatted(user));
        write(dir.resolve("site.conf"), site);
        return new Launch(
                dir, port, List.of(program("nginx"), "-p", dir + "/", "-c", "nginx.conf", "-e", "error.log"), List.of());
    }

    /** Every request since it was last emptied that had ended before this call, but for the counting ones. */
    List<Seen> seen() throws IOException {
        var mark = "mark-" + MARKS.incrementAndGet();
        long began = System.nanoTime();
        while (true) {
            try (var connection = new Connection(port)) {
                connection.send(probe(mark, COUNTING));
            }
            var text = read(launch.dir.resolve("seen.tsv"));
            var lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Seen::of).toList();
            if (lines.stream().anyMatch(seen -> path(seen.uri).equals(mark))) {
                return lines.stream().filter(seen -> !seen.agent.equals(COUNTING)).toList();
            }
            pause(began, "a request in the log of " + launch.dir);
        }
    }

    /** How many of these are stored, by requests for their last byte that cannot fill. */
    long stored(List<String> uris) throws IOException {
        long stored = 0;
        var connection = new Connection(port);
        try {
            for (var uri : uris) {
                int status = connection.send(probe(uri, COUNTING));
                if (status != 206) { // what is not stored may cost the connection
                    connection.close();
                    connection = new Connection(port);
                }
                stored += status == 206 ? 1 : 0;
            }
        } finally {
            connection.close();
        }
        return stored;
    }

    /** @throws IllegalStateException when one of these is not stored, though it was said to be */
    void mustHave(List<String> uris) throws IOException {
        long stored = stored(uris);
        if (stored < uris.size()) {
            throw new IllegalStateException("a false proof: succeed, but " + stored + " of " + uris.size()
                    + " objects are stored; see " + launch.dir + "/seen.tsv");
        }
    }

    /** Empties it: what it has stored and its log are gone. */
    void wipe() {
        stop();
        try {
            Service.delete(launch.dir.resolve("cache"));
            Service.delete(launch.dir.resolve("run"));
            Files.deleteIfExists(launch.dir.resolve("seen.tsv"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        start();
    }

    @Override
    public void close() {
        stop();
    }

    /** A request for the last byte that only what is stored answers with a success. */
    static byte[] probe(String uri, String agent) {
        return ("GET /" + uri + " HTTP/1.1\r\nHost: " + Requests.DOMAIN + "\r\nUser-Agent: " + agent
                + "\r\nRange: bytes=-1\r\nCache-Control: only-if-cached\r\n\r\n").getBytes();
    }

    private static String path(String uri) {
        return uri.startsWith("/") ? uri.substring(1) : uri;
    }

    private void start() {
        try {
            process = begin(launch.command);
            log = process;
            long began = System.nanoTime();
            while (!listens()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("ended at once: " + read(launch.dir.resolve("out.log")));
                }
                pause(began, launch.command.getFirst() + " to listen");
            }
            if (!launch.log.isEmpty()) {
                log = begin(launch.log);
                seen();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void stop() {
        end(log);
        end(process);
    }

    // What forks is asked to end, and ends its children; Traffic Server takes ten seconds when it is asked.
    private static void end(Process process) {
        if (process.descendants().findAny().isPresent()) {
            process.destroy();
        } else {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private Process begin(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(launch.dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.dir.resolve("out.log").toFile()))
                .start();
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void pause(long began, String what) {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
            throw new IllegalStateException("waited in vain for " + what);
        }
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where a program is. */
    static String program(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is missing"));
    }

    static Optional<String> find(String name) {
        var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/usr/bin";
        return Arrays.stream(path.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Its text; empty when there is none. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Below the ports that the system gives to outgoing connections. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }
}
