package dev.preheat.api;

import dev.preheat.http.Response;
import java.util.function.BooleanSupplier;

/** What an orchestrator asks, without credentials: is the process up, and does it take requests. */
record Probes(BooleanSupplier ready) {
    /** {@code GET /healthz}: 200 as long as the process answers at all. */
    Response healthz() {
        return Response.text(200, "ok\n");
    }

    /** {@code GET /readyz}: 200, or 503 while starting, draining or without a store. */
    Response readyz() {
        return ready.getAsBoolean() ? Response.text(200, "ready\n") : Response.text(503, "not ready\n");
    }
}
