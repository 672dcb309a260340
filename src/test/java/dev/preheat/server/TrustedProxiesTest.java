package dev.preheat.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.server.TrustedProxies.Network;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies =
            new TrustedProxies(Stream.of("127.0.0.1", "10.0.0.0/8", "fd00::/8", "2001:db8::1")
                    .map(Network::parse)
                    .toList());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the peer is no trusted proxy: whatever is said, it is the source
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "127.0.0.2   | 198.51.100.1 | 127.0.0.2",
                "2001:db8::2 | 198.51.100.1 | 2001:db8::2",
                // the right-most that is no trusted proxy, and nothing that stands left of it
                "127.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 1.1.1.1, 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 1.1.1.1, 203.0.113.9, 10.1.2.3 | 203.0.113.9",
                "127.0.0.1 | 1.1.1.1, 127.0.0.1, 203.0.113.9,10.1.2.3 , 10.0.0.1 | 203.0.113.9",
                "2001:db8::1 | 203.0.113.9 | 203.0.113.9",
                "fd12::34 | 2001:db8:1::5 | 2001:db8:1:0:0:0:0:5",
                "[2001:db8:0:0:0:0:0:1] | 203.0.113.9 | 203.0.113.9",
                // with ports, as some proxies write them, and in the other spelling of IPv4
                "127.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
                "127.0.0.1 | [2001:db8:1::5]:4711 | 2001:db8:1:0:0:0:0:5",
                "127.0.0.1 | [2001:db8:1::5] | 2001:db8:1:0:0:0:0:5",
                "127.0.0.1 | ::ffff:203.0.113.9 | 203.0.113.9",
                // all are proxies: the farthest
                "127.0.0.1 | 10.0.0.2, 10.0.0.1 | 10.0.0.2",
                // nothing is said, or nothing that can be read: the proxy that was to say it
                "127.0.0.1 | '' | 127.0.0.1",
                "127.0.0.1 | ' , ,' | 127.0.0.1",
                "127.0.0.1 | unknown | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, unknown | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, _hidden, 10.0.0.7 | 10.0.0.7",
                "127.0.0.1 | 203.0.113.999 | 127.0.0.1",
                "127.0.0.1 | 203.0.113 | 127.0.0.1",
                "127.0.0.1 | example.com | 127.0.0.1",
                "127.0.0.1 | fe80::1%eth0 | 127.0.0.1",
                "127.0.0.1 | for=203.0.113.9 | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9,, | 203.0.113.9"
            })
    void theSourceIsWhatTrustedProxiesSay(String peer, String said, String source) {
        assertThat(source(peer, List.of(said))).isEqualTo(source);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(source("127.0.0.1", List.of("1.1.1.1", "203.0.113.9, 10.0.0.1", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
        assertThat(source("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutOneNobodyIsBelieved() {
        var endpoint = TrustedProxies.NONE.before(request -> Response.text(200, request.remote()));
        assertThat(text(endpoint.handle(request("127.0.0.1", List.of("1.1.1.1")))))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/0",
                "::/0",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0/8",
                "10.0.0.0/",
                "fd00::1/8",
                "::1/129",
                "1:2",
                "10.0.0.0/8 ",
                "127.1",
                "[::1]",
                "10.0.0.1:80"
            })
    void isAnAddressOrANetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageStartingWith("must be an address such as 10.0.0.1");
    }

    private String source(String peer, List<String> said) {
        var endpoint = proxies.before(request -> Response.text(200, request.remote()));
        return text(endpoint.handle(request(peer, said)));
    }

    private static String text(Response answer) {
        return new String(answer.body(), UTF_8);
    }

    private static Request request(String peer, List<String> said) {
        var headers = said.isEmpty() ? Headers.NONE : new Headers(Map.of("X-Forwarded-For", said));
        return new Request("id", "GET", "/", "", headers, new byte[0], peer, Map.of());
    }
}
