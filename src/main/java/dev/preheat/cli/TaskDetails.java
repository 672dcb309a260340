package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A task with everything that the API tells of it, fill by fill, as lines. */
final class TaskDetails {
    private TaskDetails() {}

    static List<String> lines(JsonNode task) {
        var report = TaskReport.of(task);
        var lines = new ArrayList<String>();
        lines.add(report.summary() + ", created " + report.createdAt());
        for (var url : task.path("urls")) {
            lines.add("");
            lines.add(Plain.word(url, "url") + " " + Plain.word(url, "status"));
            for (var fill : url.path("fills")) {
                lines.add("  " + Plain.word(fill, "edge") + " " + Plain.word(fill, "state") + ", attempts "
                        + fill.path("attempts").asInt(0));
                details(fill).forEach(one -> lines.add("    " + one));
            }
        }
        return lines;
    }

    private static List<String> details(JsonNode fill) {
        var details = new ArrayList<String>();
        details.add("objects %d of %d, %s stored, %s received"
                .formatted(
                        fill.path("objects_done").asInt(0),
                        fill.path("objects_known").asInt(0),
                        Plain.bytes(fill.path("bytes_done").asLong(0)),
                        Plain.bytes(fill.path("bytes_received").asLong(0))));
        if (fill.path("held").asBoolean(false)) {
            details.add("waits for its shield");
        }
        if (fill.path("live").asBoolean(false)) {
            details.add("live: filled is what was listed when it was read");
        }
        note(details, fill, "due_at", "next attempt at ");
        note(details, fill, "first_seconds_at", "first seconds of every rendition since ");
        note(details, fill.path("omitted"), "what", "not filled: ");
        var failure = fill.path("failure");
        if (!failure.isMissingNode()) {
            details.add("last failure " + Plain.word(failure, "class") + ": " + Plain.word(failure, "reason"));
        }
        var proof = fill.path("proof");
        if (!proof.isMissingNode()) {
            details.add("proved by " + Plain.word(proof, "kind") + " at " + Plain.word(proof, "at"));
            note(details, proof, "fresh_until", "fresh until ");
            note(details, proof, "etag", "etag ");
        }
        return details;
    }

    private static void note(List<String> details, JsonNode of, String member, String said) {
        if (of.has(member)) {
            details.add(said + Plain.word(of, member));
        }
    }
}
