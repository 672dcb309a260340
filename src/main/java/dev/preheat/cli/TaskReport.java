package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A task as the API tells it: one row per streaming URL and edge.
 *
 * @param status {@code processing}, {@code succeed} or {@code failed}
 */
public record TaskReport(String id, String status, String createdAt, List<Row> rows) {
    public TaskReport {
        rows = List.copyOf(rows);
    }

    /**
     * One URL in one edge.
     *
     * @param state {@code waiting}, {@code running}, {@code succeeded} or {@code failed}
     * @param firstSecondsAt when the first seconds of every rendition were seen stored; empty before
     * @param note whether it is live, how it was proved, why it failed or when it is tried again; may be empty
     */
    public record Row(
            String url,
            String edge,
            String state,
            long objectsDone,
            long objectsKnown,
            long bytesDone,
            String firstSecondsAt,
            String note) {
        /** Whether nothing more will happen to it. */
        public boolean ended() {
            return state.equals("succeeded") || state.equals("failed");
        }

        String objects() {
            return objectsDone + "/" + objectsKnown;
        }
    }

    /** Reads the answer to {@link ApiClient#task}; what is absent is empty or 0. */
    public static TaskReport of(JsonNode task) {
        var rows = new ArrayList<Row>();
        for (var url : task.path("urls")) {
            for (var fill : url.path("fills")) {
                rows.add(row(word(url, "url"), fill));
            }
        }
        return new TaskReport(word(task, "task_id"), word(task, "status"), word(task, "created_at"), rows);
    }

    /** Whether nothing more will happen; a task has failed as soon as one fill has, and others still go on. */
    public boolean ended() {
        return !status.equals("processing") && rows.stream().allMatch(Row::ended);
    }

    /** {@code task 019a… processing: 3 of 4 fills ended, 1 failed}. */
    public String summary() {
        var ended = rows.stream().filter(Row::ended).count();
        var failed = rows.stream().filter(row -> row.state().equals("failed")).count();
        return "task %s %s: %d of %d fills ended%s"
                .formatted(id, status, ended, rows.size(), failed == 0 ? "" : ", " + failed + " failed");
    }

    private static Row row(String url, JsonNode fill) {
        return new Row(
                url,
                word(fill, "edge"),
                word(fill, "state"),
                fill.path("objects_done").asLong(0),
                fill.path("objects_known").asLong(0),
                fill.path("bytes_done").asLong(0),
                word(fill, "first_seconds_at"),
                note(fill));
    }

    private static String note(JsonNode fill) {
        var how = ending(fill);
        var live = fill.path("live").asBoolean(false) ? "live" : "";
        return live.isEmpty() || how.isEmpty() ? live + how : live + ", " + how;
    }

    private static String ending(JsonNode fill) {
        var failure = fill.has("failure") ? failure(fill.path("failure")) : "";
        var attempts = fill.path("attempts").asInt(0);
        return switch (word(fill, "state")) {
            case "succeeded" -> fill.has("proof") ? proof(fill.path("proof")) : "";
            case "failed" -> failure;
            case "waiting" -> failure.isEmpty() ? "" : retry(attempts + 1, " at " + word(fill, "due_at"), failure);
            default -> failure.isEmpty() ? "" : retry(attempts, "", failure);
        };
    }

    private static String failure(JsonNode failure) {
        return word(failure, "class") + ": " + word(failure, "reason");
    }

    private static String retry(int attempt, String when, String failure) {
        return "attempt " + attempt + when + ", after " + failure;
    }

    private static String proof(JsonNode proof) {
        var how = switch (word(proof, "kind")) {
            case "edge_word" -> "seen by the edge's own word";
            case "none" -> "filled, not shown by the edge";
            default -> "proved by probe";
        };
        var until = word(proof, "fresh_until");
        return how + " " + word(proof, "at") + (until.isEmpty() ? "" : ", fresh until " + until);
    }

    private static String word(JsonNode node, String name) {
        return Plain.text(node.path(name).asString(""));
    }
}
