package dev.preheat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code preheat quota}: what may be preheated today. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        description = "Shows what may still be preheated today, and when that begins anew.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:It is done.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."})
final class QuotaVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    QuotaVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        return answers.print(answers.client().quota(), quota -> List.of(line(quota)));
    }

    /** {@code 1 of 1000 used on 2026-11-30, 999 left; begins anew at 2026-12-01T00:00:00Z}. */
    static String line(JsonNode quota) {
        return "%d of %d used on %s, %d left; begins anew at %s"
                .formatted(
                        quota.path("used").asInt(0),
                        quota.path("assets_per_day").asInt(0),
                        Plain.word(quota, "day"),
                        quota.path("left").asInt(0),
                        Plain.word(quota, "resets_at"));
    }
}
