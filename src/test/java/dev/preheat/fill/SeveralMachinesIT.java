package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.testing.FreePorts;
import dev.preheat.testing.Link;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Title;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One edge is one cache: a name of several machines, and several machines behind one address, are found out. */
class SeveralMachinesIT {
    private static final String NAME = "edge.example.com";

    @TempDir
    Path docroot;

    private final InMemoryDnsResolver names = new InMemoryDnsResolver();

    @BeforeEach
    void anAddressIsItself() throws Exception {
        names.add("127.0.0.1", address("127.0.0.1"));
    }

    @Test
    void aNameOfSeveralMachinesIsRefusedWithTheLinesToWrite() throws Exception {
        names.add(NAME, address("10.0.0.1"), address("10.0.0.2"), address("2001:db8::1"));
        var failed = failed(fill(URI.create("https://" + NAME + ":8443"), "/a.mp4"));

        assertThat(failed.failure()).isEqualTo(FailureClass.SEVERAL_MACHINES);
        assertThat(failed.again()).isFalse();
        assertThat(failed.reason())
                .contains("leads to 3 machines")
                .contains("{ name: sg-1-1, address: https://10.0.0.1:8443, software: nginx }")
                .contains("{ name: sg-1-3, address: https://[2001:db8:0:0:0:0:0:1]:8443, software: nginx }");
    }

    @Test
    void suchANameIsFoundAtTheStart() throws Exception {
        names.add(NAME, address("10.0.0.1"), address("10.0.0.2"));
        names.add("one.example.com", address("10.0.0.3"));
        try (var filler = filler()) {
            var good = new Edge(new EdgeName("one"), URI.create("http://one.example.com"), Edge.Software.SQUID, "");
            var unknown = new Edge(new EdgeName("two"), URI.create("http://two.example.com"), Edge.Software.SQUID, "");
            var several = new Edge(new EdgeName("three"), at(80), Edge.Software.SQUID, "");
            assertThat(filler.severalMachines(List.of(good, unknown, several)))
                    .containsExactly(
                            "edge three's address http://edge.example.com:80 leads to 2 machines, and one edge is"
                                    + " one cache; write one for each: { name: three-1, address: http://10.0.0.1:80, software:"
                                    + " squid }, { name: three-2, address: http://10.0.0.2:80, software: squid }");
        }
    }

    @Test
    void oneAddressOfEachKindIsOneMachine() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri())) {
            names.add(NAME, address("::1"), address("127.0.0.1"), address("::1"));
            proved(fill(at(edge.uri().getPort()), title.path()));
        }
    }

    @Test
    void aNameThatComesAndGoesIsOfSeveralMachines() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri());
                var filler = filler()) {
            var port = edge.uri().getPort();
            names.add(NAME, address("127.0.0.1"));
            proved(fill(filler, at(port), title.path()));
            names.add(NAME, address("127.0.0.2"));
            assertThat(failed(fill(filler, at(port), title.path())).failure())
                    .as("moved, and nobody is there")
                    .isEqualTo(FailureClass.EDGE_UNREACHABLE);
            names.add(NAME, address("127.0.0.1"));
            assertThat(failed(fill(filler, at(port), title.path())).failure()).isEqualTo(FailureClass.SEVERAL_MACHINES);

            NginxFills.CLOCK.advance(Duration.ofMinutes(11));
            proved(fill(filler, at(port), title.path()));
        }
    }

    /** What one machine was seen to do is not believed of the next. */
    @Test
    void aNameThatMovesToAMachineThatFillsWhenProbedProvesNothingThere() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var edge = Nginx.edge(origin.uri());
                var filler = filler()) {
            var port = edge.uri().getPort();
            names.add(NAME, address("127.0.0.1"));
            proved(fill(filler, at(port), title.path()));
            var passing = passing(port);
            try {
                names.add(NAME, address("127.0.0.2"));
                var failed = failed(fill(filler, at(port), "/asset/b/play_video/b.mp4"));
                assertThat(failed.failure()).as(failed.reason()).isEqualTo(FailureClass.NOT_PROVED);
            } finally {
                passing.stop(0);
            }
        }
    }

    /** On 127.0.0.2: stores nothing, says nothing, and answers all but what nobody has. */
    private static HttpServer passing(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.2", port), 0);
        server.createContext("/", exchange -> {
            boolean isThere = exchange.getRequestURI().getPath().endsWith("b.mp4");
            boolean isPart = exchange.getRequestHeaders().containsKey("Range");
            exchange.getResponseHeaders().add("Cache-Control", "public, max-age=3600");
            if (isPart) {
                exchange.getResponseHeaders().add("Content-Range", "bytes 999-999/1000");
            }
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    !isThere ? 404 : isPart ? 206 : 200, isHead || !isThere ? -1 : isPart ? 1 : 1_000);
            if (!isHead && isThere) {
                exchange.getResponseBody().write(new byte[isPart ? 1 : 1_000]);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBalancerOfConnectionsOrRequestsIsFoundOut(boolean connections) throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 40, 10_000));
        try (var origin = Nginx.origin(docroot);
                var one = Nginx.edge(origin.uri());
                var two = Nginx.edge(origin.uri());
                var three = Nginx.edge(origin.uri())) {
            var ports = List.of(
                    one.uri().getPort(), two.uri().getPort(), three.uri().getPort());
            try (var link = Link.inTurn(ports);
                    var proxy = Nginx.inTurn(ports)) {
                var address = connections ? URI.create("http://" + link.address()) : proxy.uri();
                var failed = failed(fill(address, title.path()));
                assertThat(failed.failure()).as(failed.reason()).isEqualTo(FailureClass.SEVERAL_MACHINES);
                assertThat(failed.reason()).contains("several machines answer at " + address);
                assertThat(failed.again()).isFalse();
            }
        }
    }

    @Test
    void aBalancerIsFoundOutByTheWordOfEdgesThatFillWhenAsked() throws Exception {
        var title = Title.mp4(docroot, "a", 1_000);
        try (var origin = Nginx.origin(docroot);
                var one = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE);
                var two = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_PROBE);
                var link = Link.inTurn(List.of(one.uri().getPort(), two.uri().getPort()))) {
            var failed = failed(fill(URI.create("http://" + link.address()), title.path()));
            assertThat(failed.failure()).as(failed.reason()).isEqualTo(FailureClass.SEVERAL_MACHINES);
        }
    }

    @Test
    void aConnectionThatFailsNamesWhatWasDialled() throws Exception {
        int nobody = FreePorts.next();
        names.add(NAME, address("127.0.0.3"));
        var failed = failed(fill(at(nobody), "/a.mp4"));
        assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
        assertThat(failed.again()).isTrue();
        assertThat(failed.reason()).contains("at 127.0.0.3:" + nobody + ": Connection refused");
    }

    private FillOutcome fill(URI address, String path) throws InterruptedException {
        try (var filler = filler()) {
            return fill(filler, address, path);
        }
    }

    private static FillOutcome fill(Filler filler, URI address, String path) throws InterruptedException {
        var edge = new Edge(new EdgeName("sg-1"), address, Edge.Software.NGINX, "");
        return filler.fill(NginxFills.aFill(path), edge, new Tally());
    }

    private Filler filler() {
        var domain = new DeliveryDomain(NginxFills.HOST, NginxFills.PROJECT, true, Optional.empty());
        return new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domain)), NginxFills.CLOCK, names);
    }

    private static URI at(int port) {
        return URI.create("http://" + NAME + ":" + port);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
