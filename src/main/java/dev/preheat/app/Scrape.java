package dev.preheat.app;

import dev.preheat.fill.PaceStanding;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.sql.StoreException;
import dev.preheat.time.Window;
import dev.preheat.upkeep.StoreFigures;
import dev.preheat.upkeep.StoreFigures.Figures;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the metrics for one scrape. The store is asked at most every ten seconds, however often it is scraped, so that
 * scraping cannot load it.
 */
final class Scrape {
    private static final Logger log = LoggerFactory.getLogger(Scrape.class);
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final PaceStanding IDLE = new PaceStanding(0, 0, 0, 0);

    private final Metrics metrics;
    private final StoreFigures store;
    private final Paces paces;
    private final InstantSource clock;
    private Figures figures = Figures.NONE;
    private Window kept = Window.NEVER;
    private boolean storeUp;
    private volatile Map<String, EdgeStanding> standings = Map.of(); // as of the last look

    /**
     * The paces of edges and origins, by their names.
     *
     * @param standings the configured edges: shown from the start on, before there is anything to tell of them
     */
    record Paces(
            Supplier<List<EdgeStanding>> standings,
            Supplier<Map<String, PaceStanding>> edges,
            Supplier<Map<String, PaceStanding>> origins) {}

    Scrape(Metrics metrics, StoreFigures store, Paces paces, InstantSource clock) {
        this.metrics = metrics;
        this.store = store;
        this.paces = paces;
        this.clock = clock;
        metrics.gauge("preheat.store.up", "Whether the store could be read when it was last asked", () -> up() ? 1 : 0);
    }

    /** The metrics as Prometheus reads them. */
    String text() {
        lookAtTheStore();
        showEdges();
        for (var quota : figures().quotas()) {
            metrics.gauge(
                    "preheat.quota.used",
                    "What an account has preheated today",
                    Tags.of("account", quota.account()),
                    () -> used(quota.account()));
        }
        paces.edges().get().keySet().forEach(edge -> metrics.pace("edge", edge, () -> standing(paces.edges(), edge)));
        paces.origins()
                .get()
                .keySet()
                .forEach(origin -> metrics.pace("origin", origin, () -> standing(paces.origins(), origin)));
        return metrics.scrape();
    }

    private void showEdges() {
        standings = paces.standings().get().stream()
                .collect(Collectors.toMap(edge -> edge.name().value(), Function.identity()));
        standings.forEach((edge, standing) -> {
            showQueue(edge, standing.region());
            metrics.gauge(
                    "preheat.edge.processes",
                    "Living processes that fill an edge",
                    labels(edge, standing.region()),
                    () -> processes(edge));
        });
        figures().queues().stream()
                .filter(queue -> !standings.containsKey(queue.edge()))
                .forEach(queue -> showQueue(queue.edge(), ""));
    }

    private void showQueue(String edge, String region) {
        metrics.gauge("preheat.queue.fills", "Fills that have not ended", labels(edge, region), () -> fills(edge));
        metrics.gauge(
                "preheat.queue.oldest.seconds",
                "How long ago the task of the oldest fill that has not ended was accepted",
                labels(edge, region),
                () -> oldest(edge));
    }

    private static Tags labels(String edge, String region) {
        return Tags.of("edge", edge, "region", region);
    }

    private int processes(String edge) {
        var standing = standings.get(edge);
        return standing == null ? 0 : standing.processes();
    }

    private synchronized void lookAtTheStore() {
        var now = clock.instant();
        if (!kept.has(now)) {
            kept = new Window(now, KEPT);
            try {
                figures = store.read();
                storeUp = true;
            } catch (StoreException away) {
                log.warn("the store cannot be read for the metrics: {}", away.getMessage());
                figures = Figures.NONE;
                storeUp = false;
            }
        }
    }

    private synchronized Figures figures() {
        return figures;
    }

    private synchronized boolean up() {
        return storeUp;
    }

    private long fills(String edge) {
        return figures().queues().stream()
                .filter(queue -> queue.edge().equals(edge))
                .mapToLong(StoreFigures.Queue::fills)
                .sum();
    }

    private long oldest(String edge) {
        return figures().queues().stream()
                .filter(queue -> queue.edge().equals(edge))
                .mapToLong(queue -> Math.max(
                        0, Duration.between(queue.oldest(), clock.instant()).toSeconds()))
                .sum();
    }

    private int used(String account) {
        return figures().quotas().stream()
                .filter(quota -> quota.account().equals(account))
                .mapToInt(StoreFigures.Used::used)
                .sum();
    }

    private static PaceStanding standing(Supplier<Map<String, PaceStanding>> paces, String name) {
        return paces.get().getOrDefault(name, IDLE);
    }
}
