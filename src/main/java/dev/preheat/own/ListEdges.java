package dev.preheat.own;

import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeStanding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /preheat/v1/projects/{project_id}/edges}: every edge, as this process sees it now. */
public record ListEdges(Supplier<List<EdgeStanding>> edges) implements Operation {
    private record Answer(List<ShownEdge> edges) {}

    private record ShownEdge(
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
        static ShownEdge of(EdgeStanding edge) {
            return new ShownEdge(
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
    public Response handle(Call call) {
        return Json.response(
                200, new Answer(edges.get().stream().map(ShownEdge::of).toList()));
    }
}
