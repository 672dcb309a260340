package dev.preheat.server;

import static dev.preheat.testing.RawH2.CONTINUATION;
import static dev.preheat.testing.RawH2.DATA;
import static dev.preheat.testing.RawH2.END_HEADERS;
import static dev.preheat.testing.RawH2.END_STREAM;
import static dev.preheat.testing.RawH2.ENHANCE_YOUR_CALM;
import static dev.preheat.testing.RawH2.GOAWAY;
import static dev.preheat.testing.RawH2.HEADERS;
import static dev.preheat.testing.RawH2.PING;
import static dev.preheat.testing.RawH2.PRIORITY;
import static dev.preheat.testing.RawH2.RST_STREAM;
import static dev.preheat.testing.RawH2.SETTINGS;
import static dev.preheat.testing.RawH2.WINDOW_UPDATE;
import static dev.preheat.testing.RawH2.fields;
import static dev.preheat.testing.RawH2.frame;
import static dev.preheat.testing.RawH2.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.RawH2;
import dev.preheat.testing.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames, heads and handshakes that no well-behaved client sends: each is refused or cut off, and others are answered. */
class StrangeRequestsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Listener.Limits LIMITS = new Listener.Limits(64 * 1024, 100, Duration.ofSeconds(2));
    private static final byte[] ONE = {0, 0, 0, 1};
    private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

    @TempDir
    static Path folder;

    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private Server server;
    private SSLContext trust;
    private LogLines log;

    @BeforeEach
    void start() throws Exception {
        if (!folder.resolve("key.pem").toFile().exists()) {
            Certificates.write(folder, "one", "EC");
        }
        trust = Certificates.trusting(folder);
        log = new LogLines("dev.preheat.server.Cuts");
        server = Server.start(
                new Listener(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        LIMITS,
                        Optional.of(new TlsFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem")))),
                request -> {
                    seen.add(request);
                    return Response.text(200, "a".repeat(request.path().equals("/large") ? 1024 * 1024 : 4));
                },
                (status, id) -> Response.text(status, "refused " + status));
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    /** Bytes on an HTTP/2 connection, and what they are. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares floods
    record Flood(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Flood> framesThatAskForNothing() {
        var open = frame(HEADERS, END_HEADERS, 1, head("POST", "/"));
        var closed = frame(HEADERS, END_HEADERS | END_STREAM, 1, head("GET", "/"));
        return Stream.of(
                new Flood("windows of the session", many(frame(WINDOW_UPDATE, 0, 0, ONE))),
                new Flood("windows of a stream", joined(open, many(frame(WINDOW_UPDATE, 0, 1, ONE)))),
                new Flood("windows of a closed stream", joined(closed, many(frame(WINDOW_UPDATE, 0, 1, ONE)))),
                new Flood("pings", many(frame(PING, 0, 0, new byte[8]))),
                new Flood("answers to pings", many(frame(PING, 1, 0, new byte[8]))),
                new Flood("settings", many(frame(SETTINGS, 0, 0))),
                new Flood("answers to settings", many(frame(SETTINGS, 1, 0))),
                new Flood("priorities", many(frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 1}))),
                new Flood("unknown frames", many(frame(99, 0, 0, new byte[1]))),
                new Flood("data without a byte", joined(open, many(frame(DATA, 0, 1)))),
                new Flood("data of a byte", joined(open, many(frame(DATA, 0, 1, new byte[1])))),
                new Flood("data of padding", joined(open, many(frame(DATA, 8, 1, new byte[] {1, 0})))),
                new Flood("rapid resets", rapidResets()),
                new Flood(
                        "continuations without a byte",
                        joined(frame(HEADERS, 0, 1, head("GET", "/")), many(frame(CONTINUATION, 0, 1)))));
    }

    private static byte[] rapidResets() {
        var resets = new byte[2_000][];
        for (int i = 0; i < resets.length; i++) {
            int stream = 2 * i + 1;
            resets[i] = joined(
                    frame(HEADERS, END_HEADERS, stream, head("POST", "/")),
                    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
        return joined(resets);
    }

    @ParameterizedTest
    @MethodSource("framesThatAskForNothing")
    void aFloodOfFramesIsToldToCalmDown(Flood flood) throws Exception {
        try (var stranger = new RawH2(trust, server.port())) {
            sendAll(stranger, flood.bytes());
            // what is still being sent may make the network forget the last frame
            stranger.first(frame -> frame.type() == GOAWAY)
                    .ifPresent(last -> assertThat(last.error()).isEqualTo(ENHANCE_YOUR_CALM));
            assertThat(stranger.first(_ -> false)).isEmpty();
        }
        assertCutOffOnce();
        assertOthersAreAnswered();
    }

    static Stream<Flood> headsThatAreTooLarge() {
        var large = new byte[10 * 1024 * 1024];
        Arrays.fill(large, (byte) 'a');
        var parts = new ByteArrayOutputStream();
        parts.writeBytes(frame(HEADERS, END_STREAM, 1, head("GET", "/")));
        for (int i = 0; i < 640; i++) {
            parts.writeBytes(frame(CONTINUATION, 0, 1, Arrays.copyOf(large, 16 * 1024)));
        }
        // RFC 7541: a field of 4,000 bytes goes into the table once, and each further byte stands for it
        var bomb = new ByteArrayOutputStream();
        bomb.writeBytes(head("GET", "/"));
        bomb.writeBytes(new byte[] {0x40, 1, 'x', 127, (byte) 0xa1, 30});
        bomb.writeBytes(Arrays.copyOf(large, 4_000));
        for (int i = 0; i < 12_000; i++) {
            bomb.write(0x80 | 62);
        }
        return Stream.of(
                new Flood("10 MB in continuations", parts.toByteArray()),
                new Flood(
                        "references to a large field", frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray())),
                new Flood(
                        "continuations of a byte",
                        joined(frame(HEADERS, END_STREAM, 1, head("GET", "/")), many(frame(CONTINUATION, 0, 1, (byte)
                                0)))));
    }

    @ParameterizedTest
    @MethodSource("headsThatAreTooLarge")
    void aHeadThatIsTooLargeEndsTheSession(Flood head) throws Exception {
        try (var stranger = new RawH2(trust, server.port())) {
            sendAll(stranger, head.bytes());
            assertThat(stranger.first(frame -> frame.type() == GOAWAY))
                    .hasValueSatisfying(last -> assertThat(last.error()).isPositive());
            assertThat(stranger.first(_ -> false)).isEmpty();
        }
        assertThat(seen).isEmpty();
        assertCutOffOnce();
        assertOthersAreAnswered();
    }

    static Stream<Flood> requestsThatMeanTwoThings() {
        return Stream.of(
                new Flood("te: gzip", request("te", "gzip")),
                new Flood("connection", request("connection", "close")),
                new Flood("transfer-encoding", request("transfer-encoding", "chunked")),
                new Flood("keep-alive", request("keep-alive", "1")),
                new Flood("upgrade", request("upgrade", "h2c")),
                new Flood("a second path", request(":path", "/b")),
                new Flood("a second method", request(":method", "GET")),
                new Flood("an unknown pseudo-header", request(":odd", "b")),
                new Flood("an upper-case name", request("X-Odd", "b")),
                new Flood("another host", request("host", "b")),
                new Flood(
                        "a length of other data",
                        frame(HEADERS, END_HEADERS | END_STREAM, 1, head("POST", "/", "content-length", "5"))),
                new Flood(
                        "too little data",
                        joined(
                                frame(HEADERS, END_HEADERS, 1, head("POST", "/", "content-length", "5")),
                                frame(DATA, END_STREAM, 1, new byte[3]))),
                new Flood(
                        "too much data",
                        joined(
                                frame(HEADERS, END_HEADERS, 1, head("POST", "/", "content-length", "5")),
                                frame(DATA, END_STREAM, 1, new byte[7]))),
                new Flood(
                        "no path",
                        frame(
                                HEADERS,
                                END_HEADERS | END_STREAM,
                                1,
                                fields(":method", "GET", ":scheme", "https", ":authority", "a"))),
                new Flood("a line feed", request("x", "a\nb")),
                new Flood("a NUL", request("x", "a\0b")));
    }

    private static byte[] request(String... more) {
        return frame(HEADERS, END_HEADERS | END_STREAM, 1, head("GET", "/", more));
    }

    @ParameterizedTest
    @MethodSource("requestsThatMeanTwoThings")
    void anHttp2RequestThatMeansTwoThingsIsRefused(Flood request) throws Exception {
        try (var stranger = new RawH2(trust, server.port())) {
            stranger.send(request.bytes());
            assertThat(stranger.first(frame -> frame.type() == GOAWAY || frame.stream() == 1))
                    .isPresent();
        }
        assertThat(seen).isEmpty();
        assertOthersAreAnswered();
    }

    @Test
    void aStreamWhoseBodyDoesNotComeIsResetAloneAndInTime() throws Exception {
        try (var stranger = new RawH2(trust, server.port())) {
            stranger.send(frame(HEADERS, END_HEADERS, 1, head("POST", "/never")));
            assertThat(stranger.first(frame -> frame.type() == RST_STREAM)).isPresent();
            stranger.send(frame(HEADERS, END_HEADERS | END_STREAM, 3, head("GET", "/next")));
            assertThat(stranger.first(frame -> frame.type() == HEADERS && frame.stream() == 3))
                    .isPresent();
        }
        assertCutOffOnce();
    }

    @Test
    void anAnswerThatNobodyTakesIsGivenUp() throws Exception {
        try (var stranger = new RawH2(trust, server.port(), NO_WINDOW)) {
            stranger.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, head("GET", "/large")));
            assertThat(stranger.first(frame -> frame.type() == RST_STREAM)).isPresent();
        }
        assertCutOffOnce();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0001",
                "\u0000",
                "\u0016\u0003\u0001\uffff\uffff"
            })
    void whatIsNoHandshakeEndsSoon(String bytes) throws Exception {
        try (var stranger = new RawHttp(server.port())) {
            stranger.send(bytes);
            stranger.rest();
        }
        assertThat(seen).isEmpty();
        assertCutOffOnce();
        assertOthersAreAnswered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "127.0.0.1", "[::1]:8443", "a:1", "LOCALHOST", "b.c.d.example:443"})
    void anyHostIsServedOverTls(String host) throws Exception {
        for (var name : List.of("", "other.example", "localhost")) {
            try (var socket = (SSLSocket)
                    trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
                var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(seen).allSatisfy(one -> assertThat(one.headers().all("host")).containsExactly(host));
    }

    // The other side may close while the flood is still being sent.
    private static void sendAll(RawH2 stranger, byte[] flood) {
        try {
            for (int i = 0; i < flood.length; i += 16 * 1024) {
                stranger.send(Arrays.copyOfRange(flood, i, Math.min(flood.length, i + 16 * 1024)));
            }
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    private void assertCutOffOnce() {
        Awaits.await("the log names the source", PATIENCE, () -> !log.lines().isEmpty());
        assertThat(log.lines()).singleElement().asString().startsWith("cut off 127.0.0.1: ");
    }

    private void assertOthersAreAnswered() throws Exception {
        for (var version : HttpClient.Version.values()) {
            try (var client =
                    HttpClient.newBuilder().sslContext(trust).version(version).build()) {
                var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/next"))
                        .timeout(PATIENCE)
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static byte[] many(byte[] frame) {
        var all = new byte[20_000 * frame.length];
        for (int i = 0; i < 20_000; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
