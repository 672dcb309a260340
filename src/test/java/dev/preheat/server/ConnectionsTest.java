package dev.preheat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Response;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More connections than places: some are closed, and others stay. */
class ConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String ANYONES = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<Socket> strangers = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        server = started(2);
    }

    private static Server started(int places) throws IOException {
        return Server.start(
                new Listener(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Listener.Limits(64, places, Duration.ofSeconds(30)),
                        Optional.empty()),
                request -> request.path().equals("/healthz")
                        ? Response.text(200, "ok").forAnyone()
                        : Response.text(200, "seen"),
                (status, _) -> Response.empty(status));
    }

    @AfterEach
    void stop() throws IOException {
        for (var stranger : strangers) {
            stranger.close();
        }
        server.close();
    }

    @Test
    void silentStrangersGiveWay() throws Exception {
        var first = stranger("127.0.0.1");
        stranger("127.0.0.1");
        assertThat(RawHttp.exchange(server.port(), WHOLE)).startsWith("HTTP/1.1 200 ");
        assertThat(first.getInputStream().read()).isNegative();
    }

    @Test
    void whoGotWhatAnybodyGetsIsAStrangerStill() throws Exception {
        try (var one = new RawHttp(server.port());
                var other = new RawHttp(server.port())) {
            assertThat(one.exchange(ANYONES)).startsWith("HTTP/1.1 200 ");
            assertThat(other.exchange(ANYONES)).startsWith("HTTP/1.1 200 ");
            // were they known, a third of the same address would wait
            assertThat(RawHttp.exchange(server.port(), WHOLE)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoWasAnsweredStaysHoweverManyStrangersCome() throws Exception {
        try (var known = new RawHttp(server.port())) {
            assertThat(known.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            for (int i = 0; i < 40; i++) {
                stranger("127.0.0.2");
            }
            assertThat(RawHttp.exchange(server.port(), ANYONES)).startsWith("HTTP/1.1 200 ");
            assertThat(known.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void amongTheKnownAnIdleOneOfTheAddressWithMostGivesWay() throws Exception {
        try (var one = new RawHttp(server.port());
                var other = new RawHttp(server.port())) {
            assertThat(one.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            assertThat(other.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
            var newcomer = stranger("127.0.0.2");
            newcomer.getOutputStream().write(WHOLE.getBytes(StandardCharsets.US_ASCII));
            assertThat(newcomer.getInputStream().read()).isEqualTo('H');
            assertThat(one.rest()).isEmpty();
            assertThat(other.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anAddressThatIsKnownKeepsSomePlacesFromACrowdOfSingleStrangers() throws Exception {
        server.close();
        server = started(16);
        try (var known = new RawHttp(server.port(), "127.0.0.3")) {
            assertThat(known.exchange(WHOLE)).startsWith("HTTP/1.1 200 ");
        }
        var again = stranger("127.0.0.3");
        for (int i = 1; i <= 40; i++) {
            stranger("127.0.1." + i);
        }
        assertThat(strangers.get(10).getInputStream().read()).isNegative();
        again.getOutputStream().write(WHOLE.getBytes(StandardCharsets.US_ASCII));
        assertThat(again.getInputStream().read()).isEqualTo('H');
    }

    @Test
    void thousandsWhoWaitAreTurnedAwayAndForgotten() throws Exception {
        for (int i = 0; i < 600; i++) {
            stranger("127.0.0.2");
        }
        Awaits.await("an honest caller is answered", PATIENCE, () -> {
            try {
                return RawHttp.exchange(server.port(), WHOLE).startsWith("HTTP/1.1 200 ");
            } catch (IOException _) {
                return false;
            }
        });
    }

    private Socket stranger(String from) throws IOException {
        var socket = new Socket();
        strangers.add(socket);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), (int) PATIENCE.toMillis());
        return socket;
    }
}
