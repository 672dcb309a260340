package dev.preheat.api;

import dev.preheat.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The pages for probes and Prometheus, which need no credentials. */
public record Probes(BooleanSupplier ready, Supplier<String> scrape) {
    /** {@code GET /healthz}: 200 as long as the process answers at all. */
    Response healthz() {
        return Response.text(200, "ok\n").forAnyone();
    }

    /** {@code GET /readyz}: 200, or 503 while starting, draining or without a store. */
    Response readyz() {
        var answer = ready.getAsBoolean() ? Response.text(200, "ready\n") : Response.text(503, "not ready\n");
        return answer.forAnyone();
    }

    /** {@code GET /metrics}: the metrics in the text format of Prometheus. */
    Response metrics() {
        var text = scrape.get().getBytes(StandardCharsets.UTF_8);
        return Response.of(200, "text/plain; version=0.0.4; charset=utf-8", text)
                .forAnyone();
    }
}
