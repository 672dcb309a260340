package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Prometheus;
import dev.preheat.testing.Title;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What Debian's Prometheus reads from the packaged service, and whether the dashboard's queries find it. */
class MetricsIT {
    private static final String FILM = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String MISSING = "ddddeeeeffff0000ddddeeeeffff0000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DASHBOARD = Path.of("ops/grafana-dashboard.json");

    @TempDir
    private static Path media;

    @TempDir
    private static Path dir;

    private static Nginx origin;
    private static Nginx edge;
    private static Service service;
    private static Prometheus prometheus;

    @BeforeAll
    static void aServiceThatHasDoneAllItCan() throws Exception {
        var film = Title.mp4(media, FILM, 100_000).url(Setup.ACME.domain());
        origin = Nginx.origin(media);
        edge = Nginx.edge(origin.uri());
        new Setup(edge.uri(), 1_000).write(dir);
        service = Service.start(dir);
        prometheus = Prometheus.scraping(service.endpoint(), dir);
        var acme = Setup.ACME.at(service.endpoint());
        acme.publish(FILM, "A film", List.of(film));
        var missing = film.replace(FILM, MISSING);
        acme.publish(MISSING, "A film that is not there", List.of(missing));
        // a counter's first value is no increase: everything is done twice, with a scrape between; and by another query
        // each
        // time, since two equal requests that are signed in one second are one
        for (int i = 0; i < 2; i++) {
            assertThat(acme.preheat("nobody", List.of())).isInstanceOf(Answer.Refused.class);
            ended(((Answer.Good) acme.preheat("", List.of(film + "?" + i))).member("task_id"));
            ended(((Answer.Good) acme.preheat("", List.of(missing + "?" + i))).member("task_id"));
            var seen = "preheat_fills_total{outcome=\"proved\"} == " + (i + 1);
            Awaits.await("what was done is scraped", PATIENCE, () -> answers(seen));
        }
    }

    @AfterAll
    static void close() {
        prometheus.close();
        service.close();
        edge.close();
        origin.close();
    }

    @Test
    void everyQueryOfTheDashboardAnswers() {
        for (var query : queries()) {
            Awaits.await(query + " answers", PATIENCE, () -> answers(query));
        }
    }

    @Test
    void whatWasDoneIsCounted() {
        for (var count : List.of(
                "preheat_refusals_total{code=\"VOD.10062\"} == 2",
                "preheat_requests_total{operation=\"CreatePreheatingAsset\",status=\"202\"} == 4",
                "preheat_fills_total{edge=\"sg-1\",outcome=\"failed\",class=\"origin_error\"} == 2",
                "preheat_fills_total{edge=\"sg-1\",software=\"nginx\",outcome=\"proved\",class=\"none\"} == 2",
                "preheat_stored_bytes_total{edge=\"sg-1\"} == 200000",
                "preheat_received_bytes_total{edge=\"sg-1\"} > 0",
                "preheat_proof_latency_seconds_count{edge=\"sg-1\"} == 2",
                "preheat_origin_requests_total{origin=\"cdn.example.com\"} >= 2",
                "preheat_quota_used{account=\"acme\"} == 4")) {
            Awaits.await(count, PATIENCE, () -> answers(count));
        }
    }

    @Test
    void aLineOfTheLogSaysWhichTaskItIsAbout() {
        assertThat(service.log())
                .containsPattern("SelfTest task=[0-9a-f]{32} edge sg-1 ")
                .containsPattern("audit request=.* operation=CreatePreheatingAsset .* ms=\\d+ task=[0-9a-f]{32}\n");
    }

    /** No address, asset or task makes a series of its own. */
    @Test
    void noLabelGrowsWithWhatIsAskedFor() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var metrics = service.endpoint().resolve("/metrics");
            var answer = http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).contains("preheat_store_up 1.0").doesNotContain(FILM, MISSING, ".mp4");
        }
    }

    private static List<String> queries() {
        var queries = new ArrayList<String>();
        for (var panel : JsonMapper.shared().readTree(DASHBOARD.toFile()).path("panels")) {
            panel.path("targets")
                    .forEach(target -> queries.add(target.path("expr").asString("")));
        }
        assertThat(queries).hasSizeGreaterThan(15);
        return queries.stream()
                .map(query -> query.replace("$__rate_interval", "1m"))
                .toList();
    }

    private static boolean answers(String query) {
        var answer = prometheus.query(query);
        return answer.path("status").asString("").equals("success")
                && !answer.path("data").path("result").isEmpty();
    }

    private static void ended(String task) {
        var acme = Setup.ACME.at(service.endpoint());
        Awaits.await(
                "task " + task + " ends",
                PATIENCE,
                () -> !((Answer.Good) acme.task(task)).member("status").equals("processing"));
    }
}
