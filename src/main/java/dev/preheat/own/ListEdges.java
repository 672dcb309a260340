package dev.preheat.own;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import dev.preheat.tenancy.Project;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /preheat/v1/projects/{project_id}/edges}: every edge, as this process sees it now. */
public record ListEdges(Supplier<List<EdgeStanding>> edges) implements Operation {
    public record Page(List<Shown> edges) {}

    private record Shown(
            String name,
            String software,
            String region,
            Optional<String> shield,
            int processes,
            String state,
            Optional<Instant> awaySince,
            Optional<EdgeStanding.Abilities> abilities,
            EdgeStanding.Load load,
            Optional<Instant> lastProofAt) {
        static Shown of(EdgeStanding edge) {
            return new Shown(
                    edge.name().value(),
                    edge.software(),
                    edge.region(),
                    edge.shield().map(EdgeName::value),
                    edge.processes(),
                    edge.awaySince().isPresent() ? "away" : "up",
                    edge.awaySince(),
                    edge.abilities(),
                    edge.load(),
                    edge.lastProofAt());
        }
    }

    @Override
    public Response handle(Request request, Project project) {
        return Json.response(200, new Page(edges.get().stream().map(Shown::of).toList()));
    }
}
