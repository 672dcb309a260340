package dev.preheat.api;

import static dev.preheat.testing.RawH2.CONTINUATION;
import static dev.preheat.testing.RawH2.END_HEADERS;
import static dev.preheat.testing.RawH2.END_STREAM;
import static dev.preheat.testing.RawH2.HEADERS;
import static dev.preheat.testing.RawH2.RST_STREAM;
import static dev.preheat.testing.RawH2.WINDOW_UPDATE;
import static dev.preheat.testing.RawH2.frame;
import static dev.preheat.testing.RawH2.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Certificates;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.RawH2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers do their worst for some seconds, and meanwhile every honest call is answered within one. */
class FloodIT {
    private static final Duration FLOOD = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private static SSLContext trust;

    @BeforeAll
    static void identity() throws Exception {
        Certificates.write(keys, "one", "EC");
        trust = Certificates.trusting(keys);
    }

    /** One round of what a stranger does, on as many threads as it takes. */
    @FunctionalInterface
    interface Attack {
        void strike(Socket socket) throws Exception;
    }

    /** Attacks under way, all of which end with it. */
    private static final class Flood implements AutoCloseable {
        private final int port;
        private final ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        private final AtomicBoolean over = new AtomicBoolean();
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();

        Flood(int port) {
            this.port = port;
        }

        void begin(Named named) {
            for (int i = 0; i < named.threads(); i++) {
                threads.execute(() -> {
                    while (!over.get()) {
                        strike(named);
                    }
                });
            }
        }

        private void strike(Named named) {
            try (var socket = new Socket()) {
                open.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getByName(named.from()), 0));
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
                named.attack().strike(socket);
                open.remove(socket);
            } catch (Exception cutOff) {
                assertThat(cutOff).isNotNull(); // as it is to be
            }
        }

        @Override
        public void close() throws IOException {
            over.set(true);
            for (var socket : open) {
                socket.close();
            }
            threads.close();
        }
    }

    record Named(String name, int threads, String from, Attack attack) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> floods() {
        // Few places are shared out by address; where there are many, the stranger has even the honest caller's.
        return Stream.of(floods(16, "127.0.0.9"), floods(4_096, "127.0.0.1")).flatMap(one -> one);
    }

    private static Stream<Arguments> floods(int connections, String from) {
        var bodies = new Named("bodies that do not come", 41, from, FloodIT::bodiesThatDoNotCome);
        var windows = new Named("window updates", 4, from, FloodIT::windowUpdates);
        var all = List.of(
                bodies,
                windows,
                new Named("resets", 2, "127.0.0.2", FloodIT::resets),
                new Named("heads that do not end", 20, "127.0.0.3", FloodIT::headsThatDoNotEnd),
                new Named("garbage", 2, "127.0.0.4", FloodIT::garbage),
                new Named("silence", 4, "127.0.0.5", FloodIT::silence),
                new Named("ever new sessions", 2, "127.0.0.6", FloodIT::everNewSessions),
                new Named("heads of 10 MB", 1, "127.0.0.7", FloodIT::largeHeads));
        return Stream.of(List.of(bodies), List.of(windows), all).map(attacks -> Arguments.of(attacks, connections));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void honestCallersAreAnsweredWithinASecond(List<Named> attacks, int connections) throws Exception {
        var settings = Map.of("tls", keys.toString(), "connections", "" + connections, "quota", "1000000");
        try (var log = new LogLines("dev.preheat.server.Cuts");
                var service = new WireFixture(folder, settings);
                var honest = new Honest(service.server.port())) {
            for (int i = 0; i < 5; i++) {
                honest.calls();
            }
            honest.slowest(); // the first calls warm up both sides
            try (var flood = new Flood(service.server.port())) {
                attacks.forEach(flood::begin);
                for (long end = System.nanoTime() + FLOOD.toNanos(); System.nanoTime() - end < 0; ) {
                    honest.calls();
                }
            }
            assertThat(honest.slowest()).isLessThan(LONGEST);
            honest.calls();
            assertThat(honest.slowest()).isLessThan(LONGEST);
            assertThat(log.lines()).hasSizeBetween(1, attacks.size() * 2);
        }
    }

    private static void bodiesThatDoNotCome(Socket socket) throws Exception {
        var session = new RawH2(trust, socket);
        for (int stream = 1; stream < 254; stream += 2) {
            session.send(frame(HEADERS, END_HEADERS, stream, head("POST", "/v3/auth/tokens")));
        }
        session.first(_ -> false);
    }

    private static void windowUpdates(Socket socket) throws Exception {
        var session = new RawH2(trust, socket);
        var one = frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1});
        while (true) { // until it is cut off
            session.send(one);
        }
    }

    private static void resets(Socket socket) throws Exception {
        var session = new RawH2(trust, socket);
        for (int stream = 1; true; stream += 2) { // until it is cut off
            session.send(frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", "/healthz")));
            session.send(frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
    }

    private static void headsThatDoNotEnd(Socket socket) throws Exception {
        var tls = trust.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        tls.getOutputStream().write("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
        assertThat(tls.getInputStream().readAllBytes()).isEmpty();
    }

    private static void garbage(Socket socket) throws Exception {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(100);
    }

    private static void silence(Socket socket) throws Exception {
        assertThat(socket.getInputStream().read()).isNegative();
    }

    private static void everNewSessions(Socket socket) throws Exception {
        assertThat(new RawH2(trust, socket).next()).isPresent();
    }

    private static void largeHeads(Socket socket) throws Exception {
        var session = new RawH2(trust, socket);
        session.send(frame(HEADERS, 0, 1, head("GET", "/")));
        for (int i = 0; i < 640; i++) {
            session.send(frame(CONTINUATION, 0, 1, new byte[16 * 1024]));
        }
    }

    /** A tenant with both versions, on connections that are kept and on one for each call. */
    private static final class Honest implements AutoCloseable {
        private final int port;
        private final List<HttpClient> kept = new ArrayList<>();
        private Duration slowest = Duration.ZERO;

        Honest(int port) {
            this.port = port;
            for (var version : HttpClient.Version.values()) {
                kept.add(client(version));
            }
        }

        private static HttpClient client(HttpClient.Version version) {
            return HttpClient.newBuilder().sslContext(trust).version(version).build();
        }

        /** The slowest since the last time it was asked. */
        Duration slowest() {
            var since = slowest;
            slowest = Duration.ZERO;
            return since;
        }

        void calls() throws Exception {
            for (var client : kept) {
                timed(client, create());
            }
            for (var version : HttpClient.Version.values()) {
                try (var fresh = client(version)) {
                    timed(fresh, create());
                    timed(fresh, get("/healthz"));
                    timed(fresh, get("/readyz"));
                }
            }
        }

        private void timed(HttpClient client, HttpRequest request) throws Exception {
            long began = System.nanoTime();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }

        private HttpRequest create() {
            var body = "{\"urls\":[\"http://cdn.example.com/asset/f488337c31c8e4622f1590735b134c65/index.m3u8\"]}";
            return to("/v1.0/" + WireFixture.PROJECT.value() + "/asset/preheating")
                    .header("X-Auth-Token", WireFixture.token("AKEXAMPLE", NOW))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
        }

        private HttpRequest get(String path) {
            return to(path).build();
        }

        private HttpRequest.Builder to(String path) {
            return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                    .timeout(PATIENCE);
        }

        @Override
        public void close() {
            kept.forEach(HttpClient::close);
        }
    }
}
