package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * An answer on the outputs of a shell, and its exit code.
 *
 * @param json whether the API's own answer is wanted
 */
record Printed(Shell shell, boolean json) {
    /** What was asked for, as lines or as JSON; a refusal goes to the other output. */
    int of(Answer answer, Function<JsonNode, List<String>> lines) {
        return switch (answer) {
            case Answer.Good good -> {
                if (json) {
                    shell.out().println(good.text());
                } else {
                    lines.apply(good.body()).forEach(shell.out()::println);
                }
                shell.out().flush();
                yield Exit.DONE;
            }
            case Answer.Refused refused -> failed(refused.toString(), Exit.REFUSED);
            case Answer.Unreachable unreachable -> failed(unreachable.toString(), Exit.UNREACHABLE);
        };
    }

    /** Rows under a heading, in columns as wide as they need. */
    static List<String> columns(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** A member that is text; {@code -} where there is none. */
    static String word(JsonNode node, String name) {
        var text = Plain.text(node.path(name).asString(""));
        return text.isEmpty() ? "-" : text;
    }

    private int failed(String why, int code) {
        shell.err().println(why);
        return code;
    }
}
