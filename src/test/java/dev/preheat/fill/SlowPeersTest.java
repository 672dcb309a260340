package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.InFlight;
import dev.preheat.edge.OriginReader;
import dev.preheat.edge.Shared;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Rates;
import dev.preheat.pace.Slots;
import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.TestClock;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Whereabouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An edge or an origin that sends a byte now and then, so that it is never silent. */
@Timeout(20)
class SlowPeersTest {
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "status line     | ''                                                | H | head",
                "header field    | HTTP/1.1 200 OK\\r\\nX-Long:                       | x | head",
                "header fields   | HTTP/1.1 200 OK\\r\\n                              | a: b\\r\\n | head",
                "interim answers | ''              | HTTP/1.1 102 Processing\\r\\n\\r\\n | head",
                "body            | HTTP/1.1 200 OK\\r\\nContent-Length: 8388608\\r\\n\\r\\n | x | body",
                "endless body    | HTTP/1.1 200 OK\\r\\n\\r\\n                        | x | body",
                "refusal's body  | HTTP/1.1 404 No\\r\\nContent-Length: 9999\\r\\n\\r\\n | x | body",
                "chunks          | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 1\\r\\nx\\r\\n | body",
                "chunk's head    | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;a= | x | body",
                "trailers        | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nx\\r\\n0\\r\\n | a: b\\r\\n | body"
            })
    void isLeftWhenTheTimeForTheWholeIsOver(String name, String begin, String more, String limit) throws Exception {
        var broken = (Broken) asked(Behaviour.dribbling(unescaped(begin), unescaped(more), PAUSE), ask());
        assertThat(broken.kind()).as(broken.what()).isEqualTo(Broken.Kind.SLOW);
        assertThat(broken.what())
                .contains(limit)
                .contains("must")
                .contains("0.4 s")
                .contains("see what slows down");
    }

    @Test
    void whatIsSilentIsStillCalledSilent() throws Exception {
        assertThat(((Broken) asked(Behaviour.silent(), ask())).kind()).isEqualTo(Broken.Kind.SILENT);
        var stalled = Behaviour.stalled(new byte[3_000]);
        assertThat(((Broken) asked(stalled, ask())).kind()).isEqualTo(Broken.Kind.SILENT);
    }

    @Test
    void aBodyThatKeepsItsPaceMayTakeManyPatiences() throws Exception {
        var slow = Behaviour.slow(new byte[60_000], Duration.ofSeconds(2));
        var answer = (Answer) asked(slow, ask());
        assertThat(answer.length()).isEqualTo(60_000);
    }

    @Test
    void aBodyThatIsKeptMayTakeFivePatiencesHoweverItKeepsItsPace() throws Exception {
        var slow = Behaviour.slow(new byte[100_000], Duration.ofSeconds(6));
        var broken = (Broken) asked(slow, ask().keeping(100_000));
        assertThat(broken.kind()).isEqualTo(Broken.Kind.SLOW);
        assertThat(broken.what()).contains("a body must be whole within 2 s");
    }

    @Test
    void anAnswerMayFollowAFewInterimOnes() throws Exception {
        var hint = HEAD.replace("200 OK", "103 Early Hints") + "Link: </a>\r\n\r\n";
        var late = Behaviour.pieces(
                PATIENCE.dividedBy(5), List.of(hint, hint, hint, HEAD + "Content-Length: 2\r\n\r\nok"));
        assertThat(((Answer) asked(late, ask())).length()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "interim answers | HTTP/1.1 100 Continue\\r\\n\\r\\n | 17    | more than 16 interim answers",
                "fields          | a: b\\r\\n                      | 2000000 | 100 fields of 8192 bytes",
                "a long field    | x                               | 10000000 | 100 fields of 8192 bytes",
            })
    void anAnswerWithoutEndIsLeftAtItsLimit(String name, String more, int times, String limit) throws Exception {
        var begin = name.equals("interim answers") ? "" : HEAD + "X: ";
        var broken = (Broken) asked(endless(begin, more, times), ask());
        assertThat(broken.kind()).as(broken.what()).isEqualTo(Broken.Kind.GARBAGE);
        assertThat(broken.what()).contains(limit);
        assertThat(broken.received()).isLessThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"a: b\\r\\n, 2000000", "x, 10000000"})
    void trailersWithoutEndAreLeftAtTheirLimit(String more, int times) throws Exception {
        var begin = CHUNKED + "1\r\nx\r\n0\r\n";
        var broken = (Broken) asked(endless(begin, more, times), ask());
        assertThat(broken.kind()).as(broken.what()).isEqualTo(Broken.Kind.GARBAGE);
        assertThat(broken.what()).contains("100 fields of 8192 bytes");
    }

    @Test
    void aTlsHandshakeIsLeftToo() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = client()) {
            threads.execute(() -> dribbleTls(listener));
            var address = URI.create("https://127.0.0.1:" + listener.getLocalPort());
            try (var connection = client.connect(address, Url.of("https://cdn.example.com/a"))) {
                var broken = (Broken) connection.ask(ask());
                assertThat(broken.kind()).isEqualTo(Broken.Kind.UNREACHABLE);
                assertThat(broken.what()).contains("a connection, with TLS, must stand within 0.4 s");
            }
        }
    }

    @Test
    void itsPlaceIsGivenBack() throws Exception {
        try (var peer = BadOrigin.start()
                        .at("/slow", Behaviour.dribbling(HEAD + "\r\n", "x", PAUSE))
                        .at("/good", Behaviour.ok(new byte[10]));
                var client = client()) {
            var onePlace =
                    new Shared(client, new Slots(new Limit(1, Rates.NONE), new Limit(1, Rates.NONE)), new InFlight());
            var slow = new OriginReader(onePlace, peer.uri(), new AccountName("acme"));
            var other = new OriginReader(onePlace, peer.uri(), new AccountName("globex"));
            assertThat(((Broken) slow.ask(Url.of("http://cdn.example.com/slow"), ask())).kind())
                    .isEqualTo(Broken.Kind.SLOW);
            assertThat(other.ask(Url.of("http://cdn.example.com/good"), ask())).isInstanceOf(Answer.class);
        }
    }

    private static Behaviour endless(String begin, String more, int times) {
        var much = unescaped(more).repeat(Math.min(times, 1_000));
        var pieces = Stream.concat(Stream.of(begin), Collections.nCopies((times + 999) / 1_000, much).stream());
        return Behaviour.pieces(Duration.ZERO, pieces.toList());
    }

    private static void dribbleTls(ServerSocket listener) {
        try (var socket = listener.accept()) {
            socket.getOutputStream().write(new byte[] {22, 3, 3, 0x40, 0, 2, 0, 0x3f, 0});
            while (true) {
                LockSupport.parkNanos(PAUSE.toNanos());
                socket.getOutputStream().write(3);
            }
        } catch (IOException _) {
            // the other side has left, as it is to
        }
    }

    private Exchange asked(Behaviour behaviour, Ask ask) throws Exception {
        try (var peer = BadOrigin.start().at("/a", behaviour);
                var client = client();
                var connection = client.connect(peer.uri(), Url.of("http://cdn.example.com/a"))) {
            return connection.ask(ask);
        }
    }

    private EdgeClient client() {
        return new EdgeClient(new Whereabouts(SystemDefaultDnsResolver.INSTANCE, clock), _ -> "Preheat", PATIENCE);
    }

    private static Ask ask() {
        return new Ask("GET", Map.of(), PATIENCE, 0, Long.MAX_VALUE);
    }

    private static String unescaped(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
