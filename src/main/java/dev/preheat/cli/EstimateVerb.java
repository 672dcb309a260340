package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code preheat estimate}: what a preheat would come to, before it is asked for. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = "Shows what preheating an asset or streaming URLs would come to; nothing is accepted or charged.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything is known.",
            "1:Something is not.",
            "2:The usage was wrong.",
            "3:The service refused it, as it would refuse to preheat.",
            "4:No answer came."
        })
final class EstimateVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Spec
    private CommandSpec spec;

    EstimateVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        source.check(spec);
        var answer = answers.client().estimate(source.asset(), source.urls());
        int exit = answers.print(answer, EstimateVerb::lines);
        return answer instanceof Answer.Good good && !isKnown(good.body()) ? Exit.FAILED : exit;
    }

    private static boolean isKnown(JsonNode estimate) {
        for (var url : estimate.path("urls")) {
            if (url.has("unknown")) {
                return false;
            }
        }
        return true;
    }

    private static List<String> lines(JsonNode estimate) {
        var lines = new ArrayList<String>();
        estimate.path("urls").forEach(url -> lines.add(line(url)));
        lines.add("in each edge %s; costs %d of the %d left of today's quota"
                .formatted(
                        size(estimate),
                        estimate.path("quota").path("cost").asInt(0),
                        estimate.path("quota").path("left").asInt(0)));
        return lines;
    }

    private static String line(JsonNode url) {
        var name = Plain.text(url.path("url").asString(""));
        if (url.has("unknown")) {
            return name + ": unknown: " + Plain.text(url.path("unknown").asString(""));
        }
        var plays = url.path("seconds").asInt(0);
        var omitted = Plain.text(url.path("omitted").path("what").asString(""));
        var failure = url.path("would_fail");
        return name + ": " + size(url) + (plays == 0 ? "" : ", plays " + plays + " s")
                + (omitted.isEmpty() ? "" : "; without " + omitted)
                + (failure.isMissingNode()
                        ? ""
                        : "; would fail, " + Plain.word(failure, "class") + ": " + Plain.word(failure, "reason"));
    }

    private static String bytes(JsonNode of) {
        var about = of.path("exact").asBoolean(false) ? "" : "about ";
        return of.has("bytes") ? about + Plain.bytes(of.path("bytes").asLong(0)) : "nobody tells how many bytes";
    }

    private static String size(JsonNode of) {
        return String.format(
                Locale.ROOT,
                "%d objects, %s, at least %.1f s",
                of.path("objects").asLong(0),
                bytes(of),
                of.path("expected_seconds").asDouble(0));
    }
}
