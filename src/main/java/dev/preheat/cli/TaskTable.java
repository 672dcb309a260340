package dev.preheat.cli;

import dev.preheat.cli.TaskReport.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A task's rows as lines of text. */
final class TaskTable {
    private static final int BAR = 20;
    private static final int MOST_ROWS = 18; // with its two other lines it fits a terminal of 24

    private TaskTable() {}

    /** Everything, under a heading, in columns; below it, where the first seconds are there. */
    static List<String> all(TaskReport task) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("EDGE", "STATE", "OBJECTS", "BYTES", "URL", "NOTE"));
        task.rows()
                .forEach(row -> rows.add(List.of(
                        row.edge(), row.state(), row.objects(), Plain.bytes(row.bytesDone()), row.url(), row.note())));
        var lines = new ArrayList<String>();
        lines.add(task.summary() + ", created " + task.createdAt());
        lines.addAll(Plain.columns(rows));
        task.rows().stream().filter(row -> !row.firstSecondsAt().isEmpty()).forEach(row -> lines.add(first(row)));
        return lines;
    }

    /** One row on a line of its own, as a pipe gets it. */
    static String line(Row row) {
        return "%s %s %s objects %s %s%s"
                .formatted(
                        row.edge(),
                        row.state(),
                        row.objects(),
                        Plain.bytes(row.bytesDone()),
                        row.url(),
                        row.note().isEmpty() ? "" : " (" + row.note() + ")");
    }

    /** At most 20 lines for a terminal: what is under way first, the rest counted. */
    static List<String> frame(TaskReport task) {
        var lines = new ArrayList<String>();
        lines.add(task.summary());
        var edge = width(task, Row::edge);
        var objects = width(task, Row::objects);
        task.rows().stream()
                .sorted(Comparator.comparingInt(TaskTable::urgency))
                .limit(MOST_ROWS)
                .forEach(row -> lines.add(drawn(row, edge, objects)));
        if (task.rows().size() > MOST_ROWS) {
            lines.add("… and " + (task.rows().size() - MOST_ROWS) + " more");
        }
        return lines;
    }

    /** That a first viewer can begin. */
    static String first(Row row) {
        return "first seconds of every rendition of %s in %s since %s"
                .formatted(row.url(), row.edge(), row.firstSecondsAt());
    }

    private static int urgency(Row row) {
        return switch (row.state()) {
            case "running" -> 0;
            case "failed" -> 1;
            case "waiting" -> 2;
            default -> 3;
        };
    }

    private static String drawn(Row row, int edge, int objects) {
        return padded(row.edge(), edge) + "  " + padded(row.state(), 9) + "  [" + bar(row) + "] "
                + " ".repeat(objects - row.objects().length()) + row.objects() + "  "
                + "%8s".formatted(Plain.bytes(row.bytesDone())) + "  " + row.url()
                + (row.note().isEmpty() ? "" : "  " + row.note());
    }

    private static String bar(Row row) {
        var filled = row.objectsKnown() == 0 ? 0 : (int) Math.min(BAR, BAR * row.objectsDone() / row.objectsKnown());
        return "#".repeat(filled) + ".".repeat(BAR - filled);
    }

    private static int width(TaskReport task, Function<Row, String> column) {
        return task.rows().stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
