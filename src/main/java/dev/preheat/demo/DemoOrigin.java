package dev.preheat.demo;

import dev.preheat.demo.DemoTitle.TitleFile;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * An origin far away: serves the title as every asset's, at {@code /asset/<32 hex digits>/…} on 127.0.0.1, each answer
 * after a delay, and counts what it is asked.
 */
public final class DemoOrigin implements AutoCloseable {
    /** What a request to an origin in another country costs. */
    public static final Duration FAR_AWAY = Duration.ofMillis(50);

    private static final Pattern PATH = Pattern.compile("/asset/[0-9a-f]{32}/(.+)");
    private static final int MOST_PATHS = 10_000;

    private final DemoTitle title;
    private final Duration delay;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, Long> requestsByPath = new ConcurrentHashMap<>();
    private final Server server;

    /** Starts to serve {@code title} on a free port, each answer after {@code delay}. */
    public DemoOrigin(DemoTitle title, Duration delay) throws IOException {
        this.title = title;
        this.delay = delay;
        this.server = Loopback.serve(this::answer);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return Loopback.at(server.port());
    }

    /** How many requests came, whatever they asked for. */
    public long requests() {
        return requests.get();
    }

    /** How many requests came for each raw path; what comes after 10,000 paths is only in {@link #requests()}. */
    public Map<String, Long> requestsByPath() {
        return new TreeMap<>(requestsByPath);
    }

    @Override
    public void close() {
        server.close();
    }

    private Response answer(Request request) {
        count(request.path());
        waitFor(delay);
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.empty(405).with("Allow", "GET, HEAD");
        }
        return file(request.path())
                .map(file -> new WholeObject(whole(file)).answerTo(request))
                .orElseGet(() -> Response.text(404, "no such file\n"));
    }

    private Optional<TitleFile> file(String path) {
        var match = PATH.matcher(path);
        return match.matches() ? title.find(match.group(1)) : Optional.empty();
    }

    private static Response whole(TitleFile file) {
        int seconds = file.isPlaylist() ? 3_600 : 31_536_000;
        var headers = Headers.NONE
                .with("Content-Type", file.contentType())
                .with("Cache-Control", "public, max-age=" + seconds)
                .with("ETag", file.etag());
        return new Response(200, headers, file.bytes());
    }

    private void count(String path) {
        requests.incrementAndGet();
        if (requestsByPath.size() < MOST_PATHS || requestsByPath.containsKey(path)) {
            requestsByPath.merge(path, 1L, Long::sum);
        }
    }

    private static void waitFor(Duration delay) {
        long until = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return; // the server is stopping
            }
        }
    }
}
