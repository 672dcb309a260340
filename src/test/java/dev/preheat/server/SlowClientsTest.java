package dev.preheat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that begin a request and do not end it. The idle timeout, 30 s, is longer than any test here waits. */
class SlowClientsTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LESS_THAN_IDLE = Duration.ofSeconds(20);
    private static final String WHOLE = "GET /whole HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch leave = new CountDownLatch(1);
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = Server.start(
                new Listener(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Listener.Limits(64, 2, PATIENCE),
                        Optional.empty()),
                this::answer,
                (status, _) -> Response.empty(status));
    }

    private Response answer(Request request) {
        seen.add(request.path());
        if (request.path().equals("/long")) {
            try {
                assertThat(leave.await(LESS_THAN_IDLE.toMillis(), TimeUnit.MILLISECONDS))
                        .isTrue();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return Response.text(200, "seen");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHeadThatDoesNotEndIsCutOff() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            assertThat(connection.rest()).isEmpty();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aLaterHeadThatDoesNotEndIsCutOffToo() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            assertThat(connection.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            connection.send("GET ");
            assertThat(connection.rest()).isEmpty();
        }
        assertThat(seen).containsExactly("/whole");
    }

    @Test
    void aBodyThatDoesNotEndIsCutOff() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(connection.rest()).isEmpty();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void neitherALongAnswerNorAQuietConnectionIs() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var working = new RawHttp(server.port());
                var quiet = new RawHttp(server.port())) {
            working.send("POST /long HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na");
            assertThat(quiet.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            var several = System.nanoTime() + PATIENCE.multipliedBy(4).toNanos();
            Awaits.await("sweeps go by", LESS_THAN_IDLE, () -> System.nanoTime() - several > 0);
            assertThat(quiet.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            var answer = threads.submit(working::answer);
            leave.countDown();
            assertThat(answer.get()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void oneConnectionTooManyWaitsUntilAnotherEnds() throws Exception {
        try (var third = third()) {
            assertThat(third.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    private RawHttp third() throws Exception {
        try (var first = new RawHttp(server.port());
                var second = new RawHttp(server.port())) {
            assertThat(first.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            assertThat(second.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            var third = new RawHttp(server.port());
            third.send("GET /third HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(first.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            assertThat(seen).doesNotContain("/third");
            return third;
        }
    }
}
