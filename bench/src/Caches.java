import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx, as an origin or as the edge of docs/edges.md, in a directory of its own; it logs every request. */
final class Caches implements AutoCloseable {
    private static final String MAIN = """
            %s
            worker_processes auto;
            daemon off;
            pid nginx.pid;
            error_log error.log warn;
            events { worker_connections 1024; }
            http {
                client_body_temp_path tmp-body;
                proxy_temp_path tmp-proxy;
                fastcgi_temp_path tmp-fastcgi;
                uwsgi_temp_path tmp-uwsgi;
                scgi_temp_path tmp-scgi;
                sendfile on;
                keepalive_requests 100000;
                types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; }
                log_format seen '$http_user_agent\\t$request_method\\t$request_uri\\t$status\\t$bytes_sent';
                access_log seen.tsv seen;
                include site.conf;
            }
            """;
    private static final String ORIGIN = """
            server {
                listen 127.0.0.1:%d backlog=4096;
                root %s;
                location / { add_header Cache-Control "public, max-age=31536000, immutable"; }
            }
            """;

    private final Path dir;
    final int port;
    private Process process;

    /** A request as it was logged when it ended. */
    record Seen(String agent, String method, String uri, int status, long bytes) {
        static Seen of(String line) {
            var at = line.split("\t", -1);
            return new Seen(at[0], at[1], at[2], Integer.parseInt(at[3]), Long.parseLong(at[4]));
        }
    }

    private Caches(Path dir, int port, String site) throws IOException {
        this.dir = dir;
        this.port = port;
        Files.createDirectories(dir);
        var user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Files.writeString(dir.resolve("nginx.conf"), MAIN.formatted(user));
        Files.writeString(dir.resolve("site.conf"), site);
        process = begin();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    static Caches origin(Path dir, Path documents) throws IOException {
        Service.delete(dir);
        int port = freePort();
        return new Caches(dir, port, ORIGIN.formatted(port, documents));
    }

    /** The first configuration of docs/edges.md, unchanged but for names and ports. */
    static Caches edge(Path dir, int port, Caches origin) throws IOException {
        Service.delete(dir);
        var page = Files.readString(Path.of("docs/edges.md"));
        int from = page.indexOf("```nginx\n") + "```nginx\n".length();
        var site = page.substring(from, page.indexOf("```", from))
                .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("/var/cache/nginx/vod", "cache")
                .replace("origin.example.com:80", "127.0.0.1:" + origin.port)
                .replace("127.0.0.1:8009", "127.0.0.1:" + freePort());
        return new Caches(dir, port, site);
    }

    /** Every request so far; complete after {@link #stop()}. */
    List<Seen> seen() throws IOException {
        try (var lines = Files.lines(dir.resolve("seen.tsv"))) {
            return lines.map(Seen::of).toList();
        }
    }

    /** Ends it when the requests under way have ended. */
    void stop() {
        try {
            signal("QUIT");
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException _) {
            process.destroyForcibly();
        }
    }

    /** Goes on with what it has stored, and an empty log. */
    void start() throws IOException {
        Files.deleteIfExists(dir.resolve("seen.tsv"));
        process = begin();
    }

    /** Throws away what it has stored; while it is stopped. */
    void wipe() throws IOException {
        Service.delete(dir.resolve("cache"));
    }

    /** CPU of all its processes so far, in milliseconds. */
    long cpuMillis() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .mapToLong(one -> one.info().totalCpuDuration().orElseThrow().toMillis())
                .sum();
    }

    @Override
    public void close() {
        stop();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    private Process begin() throws IOException {
        var started = new ProcessBuilder(program(), "-p", dir + "/", "-c", "nginx.conf", "-e", "error.log")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("out.log").toFile()))
                .start();
        while (started.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return started;
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("nginx ended at once: " + Files.readString(dir.resolve("out.log")));
    }

    private static String program() {
        return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("install nginx-light"));
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
