package dev.preheat.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A task as its events tell it: whole at first, then changed fill by fill. */
final class LiveTask {
    private ObjectNode task = JsonNodeFactory.instance.objectNode();

    void apply(EventStream.Event event) {
        switch (event.name()) {
            case "task" -> {
                if (event.data() instanceof ObjectNode whole) {
                    task = whole;
                }
            }
            case "fill" -> change(event.data());
            default -> {} // the others are told by the fills too
        }
    }

    /** Whether it has been told whole. */
    boolean known() {
        return task.has("task_id");
    }

    TaskReport report() {
        return TaskReport.of(task);
    }

    private void change(JsonNode told) {
        task.set("status", told.path("status"));
        for (var url : task.path("urls")) {
            if (url.path("url").equals(told.path("url")) && url.path("fills") instanceof ArrayNode fills) {
                replace(fills, told.path("fill"));
            }
        }
    }

    private static void replace(ArrayNode fills, JsonNode told) {
        for (int i = 0; i < fills.size(); i++) {
            if (fills.path(i).path("edge").equals(told.path("edge"))) {
                fills.set(i, told);
            }
        }
    }
}
