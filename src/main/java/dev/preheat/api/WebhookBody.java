package dev.preheat.api;

import dev.preheat.preheat.WebhookQueue.Delivery;
import java.time.Instant;

/** What a webhook is sent: enough to ask for the rest. */
public final class WebhookBody {
    private WebhookBody() {}

    private record Shown(
            String deliveryId, String event, String projectId, String taskId, String status, Instant occurredAt) {}

    /** As JSON; the same bytes at each attempt. */
    public static byte[] of(Delivery delivery) {
        return Json.bytes(new Shown(
                delivery.id(),
                delivery.event().word(),
                delivery.project().value(),
                delivery.task().value(),
                delivery.status(),
                delivery.at()));
    }
}
