package dev.preheat.app;

import dev.preheat.fill.FillEnd;
import dev.preheat.fill.PaceStanding;
import dev.preheat.operation.Audit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Every metric that Prometheus reads, in one registry; the other packages hand out plain numbers.
 *
 * <p>Labels are names of operations, codes, edges, delivery domains and accounts, all of them bounded by the code or by the
 * configuration; never an address, an asset or a task.
 */
final class Metrics implements AutoCloseable {
    private static final Duration[] ANSWERS = Stream.of(2, 5, 10, 25, 50, 100, 250, 1_000, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);
    private static final Duration[] PROOFS = Stream.of(1, 2, 5, 10, 30, 60, 180, 600, 1_800, 7_200)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    // Registered at the start, with 0, so that a rate shows the first one too.
    private final Counter withdrawn = Counter.builder("preheat.fills.withdrawn")
            .description("Fills stopped because their asset was unpublished, deleted or changed")
            .register(registry);
    private final Counter cancelled = Counter.builder("preheat.fills.cancelled")
            .description("Fills stopped because their task was cancelled")
            .register(registry);

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        pauses.bindTo(registry);
    }

    /** Counts a call of an operation. */
    void answered(Audit.Answered call) {
        Counter.builder("preheat.requests")
                .description("Calls of operations, by what was answered")
                .tag("operation", call.operation())
                .tag("status", Integer.toString(call.status()))
                .register(registry)
                .increment();
        Timer.builder("preheat.answers")
                .description("How long answers took")
                .tag("operation", call.operation())
                .serviceLevelObjectives(ANSWERS)
                .register(registry)
                .record(call.took());
        if (call.status() >= 400) {
            Counter.builder("preheat.refusals")
                    .description(
                            "Calls that were refused, by the code of the refusal or, where it has none, its status")
                    .tag("operation", call.operation())
                    .tag("code", call.code().isEmpty() ? Integer.toString(call.status()) : call.code())
                    .register(registry)
                    .increment();
        }
    }

    /** Counts an attempt that ended. */
    void ended(FillEnd end) {
        var edge = end.edge().name().value();
        var proved = end.how() == FillEnd.How.PROVED;
        Counter.builder("preheat.fills")
                .description("Attempts at fills that ended; class is why one was not proved")
                .tag("edge", edge)
                .tag("software", lower(end.edge().software()))
                .tag("outcome", lower(end.how()))
                .tag("class", end.failure().map(Metrics::lower).orElse("none"))
                .register(registry)
                .increment();
        bytes("preheat.received.bytes", "Bytes that travelled to Preheat", edge)
                .increment((double) end.progress().bytesReceived());
        if (proved) {
            bytes("preheat.stored.bytes", "Bytes proved to be stored", edge)
                    .increment((double) end.progress().bytesDone());
            Timer.builder("preheat.proof.latency")
                    .description("From the acceptance of a task to the proof of a fill")
                    .tag("edge", edge)
                    .serviceLevelObjectives(PROOFS)
                    .register(registry)
                    .record(end.since());
        }
    }

    /** Counts fills that ended because their URL was withdrawn. */
    void withdrawn(int fills) {
        withdrawn.increment(fills);
    }

    /** Counts fills that ended because somebody cancelled their task. */
    void cancelled(int fills) {
        cancelled.increment(fills);
    }

    /** Shows a number as it is at each scrape. */
    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** Shows a number that its labels tell from others of its name; may be repeated at any time. */
    void gauge(String name, String description, Tags labels, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).tags(labels).register(registry);
    }

    /**
     * Shows the pace of one edge or origin; may be repeated at any time.
     *
     * @param kind {@code edge} or {@code origin}, which is also the label's name
     */
    void pace(String kind, String name, Supplier<PaceStanding> standing) {
        var of = kind.equals("edge") ? "an edge" : "a delivery domain's origin";
        var label = Tags.of(kind, name);
        var begin = "preheat." + kind;
        count(
                begin + ".requests",
                "Objects asked of " + of,
                label,
                () -> standing.get().asked());
        count(
                begin + ".backoffs",
                "How often the places of " + of + " were halved",
                label,
                () -> standing.get().backOffs());
        gauge(
                begin + ".places",
                "Objects that may be under way at once at " + of,
                label,
                () -> standing.get().allowed());
        gauge(
                begin + ".places.busy",
                "Objects that are under way at " + of,
                label,
                () -> standing.get().busy());
    }

    /** All of it, in the text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        pauses.close();
        registry.close();
    }

    // The registry holds the object that it asks by a weak reference, so that must live as long as the registry.
    private void count(String name, String description, Tags label, Supplier<Number> count) {
        FunctionCounter.builder(name, this, _ -> count.get().doubleValue())
                .description(description)
                .tags(label)
                .register(registry);
    }

    private Counter bytes(String name, String description, String edge) {
        return Counter.builder(name).description(description).tag("edge", edge).register(registry);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
