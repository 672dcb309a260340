package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first table below a heading of a page in {@code docs}, as its readers see it.
 *
 * @param columns what stands above the columns
 */
public record DocTable(List<String> columns, List<List<String>> rows) {
    /** The table below {@code heading} of {@code docs/page}. */
    public static DocTable of(String page, String heading) {
        var lines = lines(page);
        int at = lines.indexOf(heading);
        if (at < 0) {
            throw new AssertionError("docs/" + page + " has no heading " + heading);
        }
        var table = new ArrayList<List<String>>();
        for (var line : lines.subList(at + 1, lines.size())) {
            if (line.startsWith("|")) {
                table.add(cells(line));
            } else if (!table.isEmpty()) {
                break;
            }
        }
        return new DocTable(table.getFirst(), table.subList(2, table.size()));
    }

    /** The cells of one column, without the marks of code. */
    public List<String> column(String title) {
        int nth = columns.indexOf(title);
        if (nth < 0) {
            throw new AssertionError("there is no column " + title + " among " + columns);
        }
        return rows.stream().map(row -> row.get(nth).replace("`", "")).toList();
    }

    private static List<String> cells(String line) {
        var cells = line.substring(1, line.lastIndexOf('|')).split("\\|");
        return Arrays.stream(cells).map(String::strip).toList();
    }

    private static List<String> lines(String page) {
        try {
            return Files.readAllLines(Path.of("docs", page));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
