package dev.preheat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Feed;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.testing.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over raw sockets: some reach the endpoint, others are refused before. */
class ServerTest {
    private static final int LARGEST = 64;
    private static final String HEAD = "POST /a HTTP/1.1\r\nHost: a\r\n";

    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LARGEST,
                request -> {
                    seen.add(request);
                    if (request.path().equals("/broken")) {
                        throw new IllegalStateException("as asked");
                    }
                    return Response.text(200, "seen");
                },
                (status, id) -> Response.text(status, "refused " + status + " " + id));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void manyWhoWaitForTheirAnswerHoldUpNobodyElse() throws Exception {
        var waiting = new CountDownLatch(300);
        var ended = new CountDownLatch(1);
        Endpoint endpoint = request -> {
            if (request.path().equals("/wait")) {
                waiting.countDown();
                await(ended);
            }
            return Response.text(200, "seen");
        };
        var clients = new ArrayList<RawHttp>();
        try (var many = Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LARGEST,
                endpoint,
                (status, id) -> Response.text(status, "refused"))) {
            for (int i = 0; i < 300; i++) {
                var client = new RawHttp(many.port());
                client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
                clients.add(client);
            }
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(RawHttp.exchange(many.port(), "GET /now HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            ended.countDown();
            for (var client : clients) {
                assertThat(client.answer()).startsWith("HTTP/1.1 200");
                client.close();
            }
        }
    }

    @Test
    void aRequestArrivesAsItWasSent() throws Exception {
        var head = "PUT //a%2Db;v=1/%7e?x=%41+b&&y HTTP/1.1\r\nHost: nobody.example:1\r\n";
        var answer = exchange(head + "X-One: a\r\nx-one:  b \r\nContent-Length: 3\r\n\r\n" + "\u0000\u00ff\n");
        var request = seen.getFirst();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("//a%2Db;v=1/%7e");
        assertThat(request.query()).isEqualTo("x=%41+b&&y");
        assertThat(request.headers().all("X-ONE")).containsExactly("a", "b");
        assertThat(request.headers().first("Host")).contains("nobody.example:1");
        assertThat(request.body()).containsExactly(0, 0xff, '\n');
        assertThat(request.remote()).isEqualTo("127.0.0.1");
        assertThat(answer).contains("X-Request-Id: " + request.id());
    }

    /** A server that knows a field by heart must not tidy its value: it is signed as it was sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "text/html;Charset=utf-8",
                "TEXT/PLAIN"
            })
    void aHeadersValueKeepsItsCase(String type) throws Exception {
        exchange("GET / HTTP/1.1\r\nHost: A.Example\r\nContent-Type: " + type
                + "\r\nAccept-Encoding: GZIP\r\nConnection: Keep-Alive\r\n\r\n");
        var headers = seen.getFirst().headers();
        assertThat(headers.first("Content-Type")).contains(type);
        assertThat(headers.first("Accept-Encoding")).contains("GZIP");
        assertThat(headers.first("Connection")).contains("Keep-Alive");
        assertThat(headers.first("Host")).contains("A.Example");
    }

    @Test
    void chunksAreJoined() throws Exception {
        exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n");
        assertThat(seen.getFirst().body()).asString(StandardCharsets.UTF_8).isEqualTo("abc");
    }

    @Test
    void aBodyOnAGetIsRead() throws Exception {
        exchange("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(seen.getFirst().body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    }

    @Test
    void aBodyMayBeAsLargeAsTheLimit() throws Exception {
        assertThat(exchange(HEAD + "Content-Length: 64\r\n\r\n" + "a".repeat(64)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n40\r\n" + "a".repeat(64) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLargerBodyIsRefusedByItsLengthAlone() throws Exception {
        assertRefused(413, HEAD + "Content-Length: 65\r\n\r\n");
    }

    @Test
    void aLargerBodyIsNeverReadAsARequest() throws Exception {
        var smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        assertRefused(
                413, HEAD + "Content-Length: " + (100 + smuggled.length()) + "\r\n\r\n" + "a".repeat(100) + smuggled);
        assertRefused(413, HEAD + "Content-Length: 100\r\n\r\n" + smuggled);
        assertRefused(
                413, HEAD + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + "a".repeat(100) + "\r\n0\r\n\r\n" + smuggled);
        assertRefused(413, HEAD + "Transfer-Encoding: chunked\r\n\r\nffffff\r\n" + "a".repeat(100) + smuggled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                "GET",
                "GET /",
                "GET / HTTP/9.9",
                "GET / HTTP/2.0",
                "GET  / HTTP/1.1",
                "GET /a b HTTP/1.1",
                "G@T / HTTP/1.1",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
                "GET / HTTP/1.1\r\nHost: a b",
                "GET / HTTP/1.1\r\nHost: a\r\nX-Folded: a\r\n b",
                "GET / HTTP/1.1\r\nHost: a\r\nNo colon",
                "GET / HTTP/1.1\r\nHost: a\r\nX Y: z",
                "GET / HTTP/1.1\r\nHost: a\r\nX : z",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: , chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1",
                "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked",
                "POST / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked",
                "POST / HTTP/1.0\r\nTransfer-Encoding: identity",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 1",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb",
                "GET / HTTP/1.1\r\nHost: a\rX: b",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b",
                "GET / HTTP/1.1\r\nHost: a\r\n X: b",
                "GET / HTTP/1.1\r\n Host: a",
                "GET / HTTP/1.1\r\nHost: a\r\n: b",
                "GET / HTTP/1.1\r\nHost: a\r\nX\u0000: b",
                "GET / HTTP/1.1\r\nHost: a/b",
                "GET / HTTP/1.1\r\nHost: a@b",
                "GET / HTTP/1.1\r\nHost: a:b",
                "GET / HTTP/1.1\r\nHost: a, b",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a",
                "GET http://a/ HTTP/1.1",
                "GET a HTTP/1.1\r\nHost: a",
                "GET / HTTP/1.1 \r\nHost: a",
                "GET\t/ HTTP/1.1\r\nHost: a",
                "CONNECT a:1 HTTP/1.1\r\nHost: a:1",
                "PRI * HTTP/2.0",
                "GET /\u007f HTTP/1.1\r\nHost: a"
            })
    void whatIsNoGoodRequestIsRefusedAndTheConnectionCloses(String head) throws Exception {
        assertThat(assertRefused(0, head + "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (400|413|426|501|505) .*");
    }

    @Test
    void aBrokenChunkIsRefused() throws Exception {
        assertRefused(400, HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n");
    }

    @Test
    void aHeadOverEightKilobytesIsRefused() throws Exception {
        assertRefused(431, HEAD + "X: " + "a".repeat(9_000) + "\r\n\r\n");
        assertRefused(414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz",
                "/%00",
                "/a%2Fb",
                "/%2e%2e/a",
                "/\u0000",
                "/#a",
                "http://b/",
                "http:///a",
                "http://u:p@a/"
            })
    void aPathThatMeansTwoThingsIsRefused(String path) throws Exception {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(seen).isEmpty();
    }

    @Test
    void theAnswerToAHeadHasNoBody() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(connection.rest()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void aConnectionServesMoreThanOneRequest() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
            assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(seen).extracting(Request::path).containsExactly("/1", "/2");
        assertThat(seen.get(0).id()).isNotEqualTo(seen.get(1).id()).matches("[0-9a-f]{32}");
    }

    @Test
    void anEndpointThatBreaksIsARefusalOf500() throws Exception {
        assertThat(exchange("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .contains("refused 500 ");
    }

    @Test
    void stoppingLetsARequestUnderWayEnd() throws Exception {
        var arrived = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var slow = Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LARGEST,
                _ -> {
                    arrived.countDown();
                    await(leave);
                    return Response.text(200, "late");
                },
                (status, _) -> Response.empty(status));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var connection = new RawHttp(slow.port())) {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await(arrived);
            var stopped = threads.submit(() -> slow.stop(Duration.ofSeconds(20)));
            leave.countDown();
            assertThat(connection.answer()).startsWith("HTTP/1.1 200 ").endsWith("late");
            stopped.get();
        }
    }

    @Test
    void aStreamedAnswerComesPieceByPieceAndEnds() throws Exception {
        var pieces = new SynchronousQueue<String>();
        var closed = new CountDownLatch(1);
        try (var streaming = streaming(pieces, closed);
                var client = new RawHttp(streaming.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            pieces.put("one ");
            pieces.put("two");
            pieces.put("");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Type: text/plain\r\n")
                    .endsWith("\r\n\r\none two");
            await(closed);
        }
    }

    @Test
    void aStreamWhoseClientHasGoneIsClosed() throws Exception {
        var pieces = new SynchronousQueue<String>();
        var closed = new CountDownLatch(1);
        try (var streaming = streaming(pieces, closed)) {
            try (var client = new RawHttp(streaming.port())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                pieces.put("one");
            }
            while (closed.getCount() > 0) {
                pieces.offer("more", 5, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static Server streaming(SynchronousQueue<String> pieces, CountDownLatch closed) throws Exception {
        var feed = new Feed() {
            @Override
            public Optional<byte[]> next() throws InterruptedException {
                return Optional.of(pieces.take())
                        .filter(piece -> !piece.isEmpty())
                        .map(piece -> piece.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        return Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LARGEST,
                _ -> Response.streamed("text/plain", feed),
                (status, _) -> Response.empty(status));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String exchange(String request) throws Exception {
        return RawHttp.exchange(server.port(), request);
    }

    /** One answer in the refusal's shape, and the end of the connection; {@code status} 0 is any. */
    private String assertRefused(int status, String request) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send(request);
            var answer = connection.answer();
            assertThat(answer)
                    .startsWith("HTTP/1.1 " + (status == 0 ? "" : status))
                    .containsPattern("(?i)\r\nX-Request-Id: [0-9a-f]{32}\r\n")
                    .containsPattern("(?i)\r\nContent-Type: text/plain")
                    .containsPattern("\r\n\r\nrefused \\d{3} [0-9a-f]{32}$");
            assertThat(connection.rest()).isEmpty();
            assertThat(seen).isEmpty();
            return answer;
        }
    }
}
