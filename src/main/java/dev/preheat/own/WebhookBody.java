package dev.preheat.own;

import dev.preheat.catalogue.AssetId;
import dev.preheat.operation.Json;
import dev.preheat.webhook.WebhookQueue.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The body of a webhook delivery: an event, its task, and enough of it to ask for the rest. */
public final class WebhookBody {
    private WebhookBody() {}

    private record Body(
            String deliveryId,
            String event,
            String projectId,
            String taskId,
            String status,
            Instant occurredAt,
            Optional<String> assetId,
            List<String> urls,
            int urlCount,
            List<String> failedEdges) {}

    /** The body as JSON, with the same bytes at each attempt. */
    public static byte[] of(Delivery delivery) {
        var told = delivery.told();
        return Json.bytes(new Body(
                delivery.id(),
                delivery.event().word(),
                delivery.project().value(),
                delivery.task().value(),
                told.status(),
                delivery.at(),
                told.asset().map(AssetId::value),
                told.urls(),
                told.urlCount(),
                told.failedEdges()));
    }
}
