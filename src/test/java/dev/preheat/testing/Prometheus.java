package dev.preheat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Prometheus, scraping one address every second. */
public final class Prometheus implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in {@code dir}; returns when it has scraped {@code target} once. */
    public static Prometheus scraping(URI target, Path dir) throws IOException {
        assertThat(PROGRAM)
                .as("this test needs Prometheus: apt install prometheus")
                .exists();
        var config = Files.writeString(dir.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s }
                scrape_configs:
                  - { job_name: preheat, static_configs: [ { targets: [ "%s" ] } ] }
                """.formatted(target.getAuthority()));
        int port = FreePorts.next();
        var process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + dir.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("prometheus.log").toFile())
                .start();
        var prometheus = new Prometheus(process, port);
        Awaits.await("Prometheus has scraped", PATIENCE, () -> prometheus.scraped());
        return prometheus;
    }

    /** The answer to a query as it is now: {@code status} and {@code data}. */
    public JsonNode query(String expression) {
        var query = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + query))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            // while it starts, it says so in plain text
            return answer.statusCode() == 503
                    ? JsonMapper.shared().createObjectNode()
                    : JsonMapper.shared().readTree(answer.body());
        } catch (IOException _) {
            return JsonMapper.shared().createObjectNode();
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
    }

    @Override
    public void close() {
        process.destroy();
        http.close();
    }

    private boolean scraped() {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus ended at once");
        }
        var up = query("up").path("data").path("result").path(0).path("value").path(1);
        return up.asString("").equals("1");
    }
}
