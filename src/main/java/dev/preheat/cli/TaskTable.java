package dev.preheat.cli;

import dev.preheat.cli.TaskReport.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A task's rows as lines of text. */
final class TaskTable {
    private static final int BAR = 20;
    private static final int MOST_LINES =
            19; // with the one that counts the rest, and others', it fits a terminal of 24
    private static final int SHORTEST_URL = 16; // less room than that is made by leaving out the bar
    private static final String INDENT = "    ";

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

    /**
     * At most 20 lines for a terminal: what is under way first, the rest counted. A row's URL is shortened to the line's
     * end; its note stands whole, below it. Once the task has ended, everything that failed is there, however much it is.
     */
    static List<String> frame(TaskReport task, int columns) {
        var lines = new ArrayList<>(Plain.wrapped(task.summary(), columns));
        int head = lines.size();
        var edge = width(task, Row::edge);
        var objects = width(task, Row::objects);
        int left = task.rows().size();
        for (var row : mostUrgentFirst(task)) {
            var drawn = drawn(row, edge, objects, columns);
            boolean must = task.ended() && row.state().equals("failed");
            if (!must && lines.size() > head && lines.size() + drawn.size() > MOST_LINES) {
                break;
            }
            lines.addAll(drawn);
            left--;
        }
        if (left > 0) {
            lines.add("… and " + left + " more");
        }
        return lines;
    }

    private static List<Row> mostUrgentFirst(TaskReport task) {
        return task.rows().stream()
                .sorted(Comparator.comparingInt(TaskTable::urgency))
                .toList();
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

    private static List<String> drawn(Row row, int edge, int objects, int columns) {
        var begin = padded(row.edge(), edge) + "  " + padded(row.state(), 9) + "  ";
        var end = " ".repeat(objects - row.objects().length()) + row.objects() + "  "
                + "%8s".formatted(Plain.bytes(row.bytesDone())) + "  ";
        var bar = "[" + bar(row) + "] ";
        int room = columns - begin.length() - end.length();
        var line = room - bar.length() < SHORTEST_URL ? begin + end : begin + bar + end;
        var lines = new ArrayList<String>();
        lines.add(line + Plain.shortened(row.url(), Math.max(SHORTEST_URL, columns - line.length())));
        Plain.wrapped(row.note(), columns - INDENT.length()).forEach(note -> lines.add(INDENT + note));
        return lines;
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
