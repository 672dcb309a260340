package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.pace.PaceStanding;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.TestClock;
import dev.preheat.upkeep.StoreFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTest {
    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final Metrics metrics = new Metrics();
    private final AtomicReference<Map<String, PaceStanding>> origins = new AtomicReference<>(Map.of());
    private Database database;
    private Scrape scrape;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        var figures = new StoreFigures(database, new Quota(10, ZoneOffset.UTC), clock);
        var paces = new Scrape.Paces(() -> List.of(edge("sg", 2), edge("fra", 0)), Map::of, origins::get);
        scrape = new Scrape(metrics, figures, paces, clock);
    }

    @AfterEach
    void close() {
        metrics.close();
        database.close();
    }

    @Test
    void tellsHowMuchWaitsAndForHowLong() {
        fill(1, "2026-11-23T09:59:00Z");
        fill(2, "2026-11-23T09:59:30Z");
        assertThat(scrape.text().lines())
                .contains(
                        "preheat_queue_fills{edge=\"sg\",region=\"of-sg\"} 2.0",
                        "preheat_queue_oldest_seconds{edge=\"sg\",region=\"of-sg\"} 60.0");
    }

    @Test
    void everyMetricHasAHelpText() {
        origins.set(Map.of("cdn.example.com", new PaceStanding(1, 2, 3, 4)));
        fill(1, "2026-11-23T09:59:00Z");

        assertThat(scrape.text().lines().filter(line -> line.startsWith("# HELP ")))
                .hasSizeGreaterThan(20)
                .anyMatch(line -> line.startsWith("# HELP preheat_origin_places "))
                .allSatisfy(line -> assertThat(line).matches("# HELP \\S+ +\\S.*"));
    }

    @Test
    void anEdgeThatNothingWaitsForIsZero() {
        assertThat(scrape.text()).contains("preheat_queue_fills{edge=\"fra\",region=\"of-fra\"} 0.0");
    }

    @Test
    void anEdgeThatIsConfiguredNoMoreIsOfNoRegion() {
        fill("gone", 1, "2026-11-23T09:59:00Z");
        assertThat(scrape.text()).contains("preheat_queue_fills{edge=\"gone\",region=\"\"} 1.0");
    }

    @Test
    void tellsHowManyProcessesFillAnEdgeAndThatNoneDoes() {
        assertThat(scrape.text().lines())
                .contains(
                        "preheat_edge_processes{edge=\"sg\",region=\"of-sg\"} 2.0",
                        "preheat_edge_processes{edge=\"fra\",region=\"of-fra\"} 0.0");
    }

    @Test
    void asksTheStoreOnceInTenSeconds() {
        fill(1, "2026-11-23T09:59:00Z");
        scrape.text();
        fill(2, "2026-11-23T09:59:00Z");
        clock.advance(Duration.ofMillis(9_999));
        assertThat(scrape.text()).contains("preheat_queue_fills{edge=\"sg\",region=\"of-sg\"} 1.0");
        clock.advance(Duration.ofMillis(1));
        assertThat(scrape.text()).contains("preheat_queue_fills{edge=\"sg\",region=\"of-sg\"} 2.0");
    }

    @Test
    void anEmptiedQueueIsZero() {
        fill(1, "2026-11-23T09:59:00Z");
        scrape.text();
        database.write(tx -> tx.sql("DELETE FROM fill").update());
        clock.advance(Duration.ofSeconds(10));
        assertThat(scrape.text()).contains("preheat_queue_fills{edge=\"sg\",region=\"of-sg\"} 0.0");
    }

    @Test
    void saysThatTheStoreIsAway() {
        assertThat(scrape.text()).contains("preheat_store_up 1.0");
        database.close();
        clock.advance(Duration.ofSeconds(10));
        assertThat(scrape.text()).contains("preheat_store_up 0.0");
    }

    @Test
    void countsOfAnOriginGoOnAfterItWasFirstSeen() {
        origins.set(Map.of("cdn.example.com", new PaceStanding(3, 1, 2, 64)));
        scrape.text();
        System.gc(); // what is registered must not hang on something that is gone by now
        origins.set(Map.of("cdn.example.com", new PaceStanding(7, 1, 0, 32)));
        assertThat(scrape.text().lines())
                .contains(
                        "preheat_origin_requests_total{origin=\"cdn.example.com\"} 7.0",
                        "preheat_origin_backoffs_total{origin=\"cdn.example.com\"} 1.0",
                        "preheat_origin_places{origin=\"cdn.example.com\"} 32.0");
    }

    private static EdgeStanding edge(String name, int processes) {
        return new EdgeStanding(
                new EdgeName(name),
                "nginx",
                "of-" + name,
                Optional.empty(),
                processes,
                Optional.empty(),
                Optional.empty(),
                new EdgeStanding.Load(0, 0, 1),
                Optional.empty());
    }

    private void fill(int number, String accepted) {
        fill("sg", number, accepted);
    }

    private void fill(String edge, int number, String accepted) {
        var task = "%012x%020x".formatted(Instant.parse(accepted).toEpochMilli(), number);
        database.write(tx -> tx.sql("""
                INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at)
                VALUES (:task, 0, 'p', 'acme', 'http://c/a', :edge, 0, 0)""").with("task", task).with("edge", edge).update());
    }
}
