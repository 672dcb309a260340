package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code preheat edges}: every edge as it is now. */
@Command(
        name = "edges",
        mixinStandardHelpOptions = true,
        description = "Shows every edge: whether it answers, what it can do, how busy it is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:refused", "4:no answer"})
final class EdgesVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Option(names = "--json", description = "print the API's own answer")
    private boolean json;

    EdgesVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        return new Printed(shell, json).of(access.client().edges(), EdgesVerb::table);
    }

    private static List<String> table(JsonNode page) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("EDGE", "SOFTWARE", "REGION", "SHIELD", "STATE", "PROBES", "FILLS", "OBJECTS", "LAST PROOF"));
        for (var edge : page.path("edges")) {
            var load = edge.path("load");
            rows.add(List.of(
                    Printed.word(edge, "name"),
                    Printed.word(edge, "software"),
                    Printed.word(edge, "region"),
                    Printed.word(edge, "shield"),
                    state(edge),
                    probes(edge.path("abilities")),
                    Integer.toString(load.path("fills").asInt(0)),
                    load.path("objects").asInt(0) + "/" + load.path("places").asInt(0),
                    Printed.word(edge, "last_proof_at")));
        }
        return Printed.columns(rows);
    }

    private static String state(JsonNode edge) {
        var since = edge.has("away_since") ? " since " + Printed.word(edge, "away_since") : "";
        return Printed.word(edge, "state") + since;
    }

    private static String probes(JsonNode abilities) {
        if (abilities.isMissingNode()) {
            return "?";
        }
        return abilities.path("probes").asBoolean(false) ? "yes" : "no";
    }
}
