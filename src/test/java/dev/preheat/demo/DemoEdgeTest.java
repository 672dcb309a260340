package dev.preheat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoEdgeTest {
    private static final String FOLDER = "/asset/0123456789abcdef0123456789abcdef/";
    private static final String MP4 = FOLDER + DemoTitle.MP4;
    private static final String ONLY_IF_CACHED = "Cache-Control: only-if-cached";

    private final DemoTitle title = DemoTitle.load();
    private final byte[] mp4 = title.find(DemoTitle.MP4).orElseThrow().bytes();
    private DemoOrigin origin;
    private DemoEdge edge;
    private CloseableHttpClient viewer;

    @SuppressWarnings("ArrayRecordComponent") // read once
    private record Answer(int status, String cacheStatus, String contentRange, String age, byte[] body) {}

    @BeforeEach
    void start() throws IOException {
        origin = new DemoOrigin(title, Duration.ofMillis(20));
        edge = new DemoEdge(origin.address());
        viewer = HttpClients.custom()
                .disableContentCompression()
                .disableAutomaticRetries()
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        viewer.close();
        edge.close();
        origin.close();
    }

    @Test
    void aColdObjectAskedForOnlyIfCachedIs504AndTheOriginHearsNothing() throws IOException {
        assertThat(ask("GET", MP4, ONLY_IF_CACHED).status()).isEqualTo(504);
        assertThat(ask("GET", MP4, ONLY_IF_CACHED, "Range: bytes=-1").status()).isEqualTo(504);
        assertThat(ask("HEAD", MP4, ONLY_IF_CACHED).status()).isEqualTo(504);
        assertThat(origin.requests()).isZero();
        assertThat(edge.hits()).isZero();
    }

    @Test
    void everyFileIsAMissAndThenAHitAndTheOriginIsAskedOnce() throws IOException {
        for (var file : title.files()) {
            var cold = ask("GET", FOLDER + file.path());
            var warm = ask("GET", FOLDER + file.path());
            assertThat(cold.cacheStatus()).isEqualTo("preheat-demo; fwd=miss; stored");
            assertThat(warm.cacheStatus()).isEqualTo("preheat-demo; hit");
            assertThat(warm.age()).matches("\\d+");
            assertThat(cold.body()).isEqualTo(file.bytes());
            assertThat(warm.body()).isEqualTo(file.bytes());
            assertThat(origin.requestsByPath()).contains(entry(FOLDER + file.path(), 1L));
        }
        assertThat(edge.requests()).isEqualTo(2L * title.files().size());
        assertThat(edge.hits()).isEqualTo(title.files().size());
        assertThat(origin.requests()).isEqualTo(title.files().size());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=-1, -1, 0",
        "bytes=-1000, -1000, 0",
        "bytes=1000-1999, 1000, 2000",
        "bytes=1000-, 1000, 0",
        "bytes=1000-999999999999, 1000, 0",
        "bytes=-999999999, 0, 0"
    })
    void aRangeIsSlicedFromTheWholeWhichIsStored(String range, int from, int to) throws IOException {
        int first = from < 0 ? mp4.length + from : from;
        int end = to == 0 ? mp4.length : to;
        var answer = ask("GET", MP4, "Range: " + range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.contentRange()).isEqualTo("bytes " + first + "-" + (end - 1) + "/" + mp4.length);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(mp4, first, end));
        assertThat(ask("GET", MP4, ONLY_IF_CACHED).body()).isEqualTo(mp4);
        assertThat(origin.requests()).isEqualTo(1);
    }

    @Test
    void aRangeOutsideIs416AndOneThatIsNoneIsTheWhole() throws IOException {
        var outside = ask("GET", MP4, "Range: bytes=" + mp4.length + "-");
        assertThat(outside.status()).isEqualTo(416);
        assertThat(outside.contentRange()).isEqualTo("bytes */" + mp4.length);
        assertThat(ask("GET", MP4, "Range: bytes=-0").status()).isEqualTo(416);
        for (var none : new String[] {"bytes=-", "bytes=5-4", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"}) {
            assertThat(ask("GET", MP4, "Range: " + none).body()).isEqualTo(mp4);
        }
        assertThat(ask("GET", MP4, "Range: bytes=0-0", "If-Range: \"other\"").body())
                .isEqualTo(mp4);
    }

    @Test
    void theProofAsksForTheLastByteAndCannotFill() throws IOException {
        ask("GET", MP4);
        var proof = ask("GET", MP4, ONLY_IF_CACHED, "Range: bytes=-1");
        assertThat(proof.status()).isEqualTo(206);
        assertThat(proof.cacheStatus()).isEqualTo("preheat-demo; hit");
        assertThat(origin.requests()).isEqualTo(1);
    }

    @Test
    void aConditionalGetStoresTheWholeAndSendsNoBody() throws IOException {
        var answer = ask("GET", MP4, "If-None-Match: *");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(ask("GET", MP4, ONLY_IF_CACHED).body()).isEqualTo(mp4);
    }

    @Test
    void aHeadFillsAndTellsTheLengthWithoutABody() throws IOException {
        var bytes = raw("HEAD " + MP4 + " HTTP/1.1\r\nHost: cdn.example.com\r\nConnection: close\r\n\r\n");
        assertThat(bytes).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(bytes.toLowerCase(Locale.ROOT)).contains("content-length: " + mp4.length + "\r\n");
        assertThat(bytes.split("(?i)\r\ndate: ", -1)).hasSize(2);
        assertThat(ask("GET", MP4, ONLY_IF_CACHED).body()).isEqualTo(mp4);
        assertThat(origin.requests()).isEqualTo(1);
    }

    @Test
    void aHostOrAQueryMakesAnotherObject() throws IOException {
        ask("GET", MP4);
        assertThat(ask("GET", MP4 + "?token=1").cacheStatus()).contains("miss");
        assertThat(ask("GET", MP4 + "?token=2").cacheStatus()).contains("miss");
        assertThat(ask("GET", MP4 + "?token=1").cacheStatus()).contains("hit");
        var other = new HttpHost(
                "http",
                InetAddress.getLoopbackAddress(),
                "other.example.com",
                edge.address().getPort());
        assertThat(ask(other, "GET", MP4).cacheStatus()).contains("miss");
    }

    @Test
    void manyColdRequestsForOneObjectReachTheOriginOnce() throws Exception {
        var together = new CountDownLatch(30);
        try (var viewers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> view = () -> {
                together.countDown();
                together.await();
                return raw("GET " + MP4 + " HTTP/1.1\r\nHost: cdn.example.com\r\nConnection: close\r\n\r\n")
                        .length();
            };
            var views = new ArrayList<Future<Integer>>();
            IntStream.range(0, 30).forEach(_ -> views.add(viewers.submit(view)));
            for (var one : views) {
                assertThat(one.get()).isGreaterThan(mp4.length);
            }
        }
        assertThat(origin.requests()).isEqualTo(1);
        assertThat(edge.hits()).isEqualTo(29);
    }

    @Test
    void theOriginSeesTheHostTheCallerNamed() throws IOException {
        try (var naming = origin(request ->
                        Response.text(200, request.headers().first("Host").orElse("none")));
                var inFront = new DemoEdge(address(naming))) {
            assertThat(new String(ask(host(inFront), "GET", "/").body(), StandardCharsets.UTF_8))
                    .isEqualTo("cdn.example.com");
        }
    }

    @Test
    void whatTheOriginForbidsToStoreIsNotStored() throws IOException {
        var asked = new AtomicInteger();
        try (var strict = origin(_ -> {
                    asked.incrementAndGet();
                    return Response.text(200, "secret").with("Cache-Control", "no-store");
                });
                var inFront = new DemoEdge(address(strict))) {
            for (int i = 1; i <= 2; i++) {
                assertThat(ask(host(inFront), "GET", "/x").cacheStatus()).isEqualTo("preheat-demo; fwd=miss");
                assertThat(asked).hasValue(i);
            }
            assertThat(ask(host(inFront), "GET", "/x", ONLY_IF_CACHED).status()).isEqualTo(504);
        }
    }

    @Test
    void anErrorOfTheOriginIsPassedOnAndNotStored() throws IOException {
        assertThat(ask("GET", FOLDER + "nothing.ts").status()).isEqualTo(404);
        assertThat(ask("GET", FOLDER + "nothing.ts").status()).isEqualTo(404);
        assertThat(origin.requests()).isEqualTo(2);
    }

    @Test
    void anOriginThatIsAwayIs502ButWhatIsStoredIsStillServed() throws IOException {
        ask("GET", MP4);
        origin.close();
        assertThat(ask("GET", FOLDER + DemoTitle.PLAYLIST).status()).isEqualTo(502);
        assertThat(ask("GET", MP4).body()).isEqualTo(mp4);
    }

    @Test
    void onlyReadingIsAllowed() throws IOException {
        assertThat(ask("PURGE", MP4).status()).isEqualTo(405);
    }

    private static Server origin(Endpoint endpoint) throws IOException {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Server.start(free, 0, endpoint, (status, _) -> Response.empty(status));
    }

    private static InetSocketAddress address(Server server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static HttpHost host(DemoEdge dialled) {
        return new HttpHost(
                "http",
                InetAddress.getLoopbackAddress(),
                "cdn.example.com",
                dialled.address().getPort());
    }

    private Answer ask(String method, String path, String... headers) throws IOException {
        return ask(host(edge), method, path, headers);
    }

    private Answer ask(HttpHost host, String method, String path, String... headers) throws IOException {
        var request = new BasicClassicHttpRequest(method, path);
        request.setAuthority(new URIAuthority(host.getHostName()));
        for (var header : headers) {
            request.addHeader(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        return viewer.execute(host, request, answer -> {
            var entity = answer.getEntity();
            return new Answer(
                    answer.getCode(),
                    header(answer, "Cache-Status"),
                    header(answer, "Content-Range"),
                    header(answer, "Age"),
                    entity == null ? new byte[0] : EntityUtils.toByteArray(entity));
        });
    }

    private static String header(HttpResponse answer, String name) {
        var header = answer.getFirstHeader(name);
        return header == null ? "" : header.getValue();
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(edge.address().getAddress(), edge.address().getPort());
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
