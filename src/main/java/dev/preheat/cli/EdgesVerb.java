package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code preheat edges}: every edge as it is now. */
@Command(
        name = "edges",
        mixinStandardHelpOptions = true,
        description = "Shows every edge: whether it answers, what it can do, how busy it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is done.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."})
final class EdgesVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    EdgesVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(answers.client().edges(), EdgesVerb::table);
    }

    private static List<String> table(JsonNode page) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("EDGE", "SOFTWARE", "REGION", "SHIELD", "STATE", "PROBES", "FILLS", "OBJECTS", "LAST PROOF"));
        for (var edge : page.path("edges")) {
            var load = edge.path("load");
            rows.add(List.of(
                    Plain.word(edge, "name"),
                    Plain.word(edge, "software"),
                    Plain.word(edge, "region"),
                    Plain.word(edge, "shield"),
                    state(edge),
                    probes(edge.path("abilities")),
                    Integer.toString(load.path("fills").asInt(0)),
                    load.path("objects").asInt(0) + "/" + load.path("places").asInt(0),
                    Plain.word(edge, "last_proof_at")));
        }
        return Plain.columns(rows);
    }

    private static String state(JsonNode edge) {
        var since = edge.has("away_since") ? " since " + Plain.word(edge, "away_since") : "";
        return Plain.word(edge, "state") + since;
    }

    private static String probes(JsonNode abilities) {
        if (abilities.isMissingNode()) {
            return "?";
        }
        return abilities.path("probes").asBoolean(false) ? "yes" : "no";
    }
}
