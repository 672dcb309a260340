package dev.preheat.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.preheat.cli.Shell;
import dev.preheat.config.Config;
import dev.preheat.config.ConfigFile;
import dev.preheat.signing.RequestSignature;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.RawHttp;
import dev.preheat.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service in this process, asked over its listener. */
class AppTest {
    private static final TestClock CLOCK = TestClock.at("2026-11-23T12:00:00Z");

    @TempDir
    private Path dir;

    private record Told(String delivery, String body) {}

    @Test
    void listensAtAnIpv6Address() throws Exception {
        try (var app = App.start(config("[::1]:0", ""), InstantSource.system());
                var http = HttpClient.newHttpClient()) {
            assertThat(app.address().toString()).matches("http://\\[::1]:\\d+");
            var answer = http.send(
                    HttpRequest.newBuilder(app.address().resolve("/readyz")).build(), BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void believesNobodyButATrustedProxyWhereARequestComesFrom() throws Exception {
        config("127.0.0.1:0", "");
        var file = dir.resolve("preheat.yaml");
        var listen = "listen: { address: \"127.0.0.1:0\", trusted-proxies: [ 127.0.0.1 ] }";
        Files.writeString(file, Files.readString(file).replace("listen: \"127.0.0.1:0\"", listen));
        var config = ((ConfigFile.Read.Good) ConfigFile.read(file, dir)).config();
        try (var log = new LogLines("audit");
                var app = App.start(config, CLOCK)) {
            int port = app.address().getPort();
            for (int i = 0; i < 5; i++) {
                assertThat(wrong(port, "127.0.0.1", "1.1.1." + i + ", 203.0.113.9"))
                        .contains("verify aksk");
            }
            assertThat(wrong(port, "127.0.0.1", "203.0.113.9")).contains("AK access failed to reach the limit");
            assertThat(wrong(port, "127.0.0.1", "203.0.113.9, 198.51.100.1")).contains("verify aksk");
            assertThat(wrong(port, "127.0.0.2", "203.0.113.9")).contains("verify aksk");
            assertThat(log.lines()).hasSize(8);
            assertThat(log.lines().getFirst())
                    .contains(" from=203.0.113.9 forwarded-for=1.1.1.0,\\u0020203.0.113.9 ", " key=AK1 ");
            assertThat(log.lines().getLast()).contains(" from=127.0.0.2 forwarded-for=203.0.113.9 ");
        }
    }

    private static String wrong(int port, String peer, String forwarded) throws IOException {
        try (var connection = new RawHttp(port, peer)) {
            return connection.exchange("GET /v1.0/p1/asset/preheating?task_id=1 HTTP/1.1\r\nHost: a\r\nX-Sdk-Date: "
                    + RequestSignature.date(CLOCK.instant()) + "\r\nX-Forwarded-For: " + forwarded
                    + "\r\nAuthorization: V11-HMAC-SHA256 Credential=AK1/20261123/r/vod, SignedHeaders=x-sdk-date,"
                    + " Signature=" + "0".repeat(64) + "\r\n\r\n");
        }
    }

    @Test
    void saysWhereItCannotListen() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            var at = "[::1]:" + taken.getLocalPort();
            var config = config(at, "");
            assertThatThrownBy(() -> App.start(config, InstantSource.system()).close())
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("cannot listen at " + at + ": ");
        }
    }

    @Test
    void aWebhookIsSentTheBodyThatTheDocumentShows() throws Exception {
        var told = new ArrayBlockingQueue<Told>(1);
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(new Told(
                    exchange.getRequestHeaders().getFirst("X-Preheat-Delivery"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try (var app = App.start(
                config("127.0.0.1:0", """
                allow-private-webhooks: true
                webhooks:
                  - { project: p1, url: "http://127.0.0.1:%d/", secret: 0123456789abcdef, events: [ finished ] }
                """.formatted(receiver.getAddress().getPort())), CLOCK)) {
            var task = cancelled(app);
            var got = told.poll(20, TimeUnit.SECONDS);
            assertThat(got).isNotNull();
            assertThat(got.body())
                    .isEqualTo(documented()
                            .replaceFirst("019e1c…", got.delivery())
                            .replaceFirst("0123…", "p1")
                            .replaceFirst("019e1b…", task)
                            .replaceFirst("succeed", "failed")
                            .replaceFirst("failed_edges\":\\[]", "failed_edges\":[\"sg-1\"]"));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aWebhookOfAProjectWithoutTasksIsSaidAtTheStart() throws Exception {
        var config = config("127.0.0.1:0", """
                webhooks:
                  - { project: p1, url: "https://203.0.113.1/", secret: 0123456789abcdef, events: [ finished ] }
                """, "enabled: false");
        try (var log = new LogLines(App.class.getName());
                var _ = App.start(config, CLOCK)) {
            assertThat(log.lines())
                    .contains("webhook https://203.0.113.1 will receive nothing: its project p1 has no enabled delivery"
                            + " domain, and so no tasks");
        }
    }

    @Test
    void everyRefusalAndEveryCancelledFillIsCounted() throws Exception {
        try (var app = App.start(config("127.0.0.1:0", ""), CLOCK)) {
            int port = app.address().getPort();
            cancelled(app);
            RawHttp.exchange(port, "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
            RawHttp.exchange(port, "PATCH /v3/projects HTTP/1.1\r\nHost: a\r\n\r\n");
            RawHttp.exchange(port, "GET /v3/projects HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
            RawHttp.exchange(port, "POST /v3/projects HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n");
            RawHttp.exchange(port, "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            RawHttp.exchange(port, "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(RawHttp.exchange(port, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
                            .lines())
                    .contains(
                            "preheat_refusals_total{code=\"APIGW.0101\",operation=\"none\"} 2.0",
                            "preheat_refusals_total{code=\"APIGW.0201\",operation=\"none\"} 3.0",
                            "preheat_requests_total{operation=\"none\",status=\"413\"} 1.0",
                            "preheat_requests_total{operation=\"none\",status=\"414\"} 1.0",
                            "preheat_refusals_total{code=\"400\",operation=\"IssueToken\"} 1.0",
                            "preheat_fills_cancelled_total 1.0");
        }
    }

    private static String documented() throws IOException {
        return Files.readString(Path.of("docs/operating.md"))
                .lines()
                .filter(line -> line.startsWith("{\"delivery_id\""))
                .findFirst()
                .orElseThrow();
    }

    /** The id of a task that is accepted and cancelled, from the CLI. */
    private static String cancelled(App app) {
        run(app, "asset", "put", "film", "--title", "F", "--url", "http://cdn.example.com/film.mp4");
        var task = run(app, "preheat", "--asset", "film").strip();
        run(app, "cancel", task);
        return task;
    }

    private static String run(App app, String... verb) {
        var out = new ByteArrayOutputStream();
        var environment = Map.of(
                "PREHEAT_ENDPOINT",
                app.address().toString(),
                "HUAWEICLOUD_SDK_AK",
                "AK1",
                "HUAWEICLOUD_SDK_SK",
                "s",
                "HUAWEICLOUD_SDK_PROJECT_ID",
                "p1");
        var shell = new Shell(
                environment,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                System.err,
                Set.of(),
                CLOCK);
        assertThat(Main.verbs(shell).execute(verb)).isZero();
        return out.toString(UTF_8);
    }

    // Nothing is at the edge's address.
    private Config config(String listen, String more) throws IOException {
        return config(listen, more, "enabled: true");
    }

    private Config config(String listen, String more, String enabled) throws IOException {
        var file = Files.writeString(dir.resolve("preheat.yaml"), """
                listen: "%s"
                accounts:
                  - name: acme
                    projects: [ { id: p1, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                domains: [ { name: cdn.example.com, project: p1, %s } ]
                edges: [ { name: sg-1, address: "http://127.0.0.1:1", software: generic } ]
                %s
                """.formatted(listen, enabled, more));
        return ((ConfigFile.Read.Good) ConfigFile.read(file, dir)).config();
    }
}
