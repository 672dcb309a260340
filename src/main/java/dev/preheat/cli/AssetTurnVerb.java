package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code preheat asset publish}, {@code unpublish} and {@code delete}: assets one by one, and how each then stands. */
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "2:The usage was wrong.",
            "3:The service refused it, or at least one is not there.",
            "4:No answer came."
        })
final class AssetTurnVerb implements Callable<Integer> {
    private static final int AT_ONCE = 10; // as many as the API takes

    /** What is done to each asset. */
    enum Deed {
        PUBLISH("Publishes assets; one with auto_preheat is preheated.", "PUBLISHED"),
        UNPUBLISH("Unpublishes assets; what of them is not yet filled is stopped.", "CREATED"),
        DELETE("Deletes assets; what of them is not yet filled is stopped.", "DELETED");

        private final String description;
        private final String done;

        Deed(String description, String done) {
            this.description = description;
            this.done = done;
        }

        private Answer of(ApiClient client, List<String> ids) {
            return switch (this) {
                case PUBLISH -> client.turn(ids, true);
                case UNPUBLISH -> client.turn(ids, false);
                case DELETE -> client.delete(ids);
            };
        }
    }

    private final Shell shell;
    private final Deed deed;

    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private final RepeatOptions repeat = new RepeatOptions();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Names the assets by their ids.")
    private List<String> ids = new ArrayList<>();

    private AssetTurnVerb(Shell shell, Deed deed) {
        this.shell = shell;
        this.deed = deed;
        this.answers = new AnswerOptions(shell);
    }

    static CommandLine of(Shell shell, Deed deed) {
        var verb = new CommandLine(new AssetTurnVerb(shell, deed));
        verb.getCommandSpec()
                .name(deed.name().toLowerCase(Locale.ROOT))
                .usageMessage()
                .description(deed.description);
        return verb;
    }

    @Override
    public Integer call() {
        var client = repeat.named(answers.client(), Math.ceilDiv(ids.size(), AT_ONCE));
        int exit = Exit.DONE;
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            var some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            switch (deed.of(client, some)) {
                case Answer.Good good -> {
                    exit = Math.max(exit, tell(good));
                    tellUnpreheated(client, good);
                }
                case Answer no -> {
                    return answers.print(no, _ -> List.of());
                }
            }
        }
        return exit;
    }

    // PublishAssets does not tell: an asset is published however its preheat was answered.
    private void tellUnpreheated(ApiClient client, Answer.Good published) {
        for (var one : published.body().path("asset_info_array")) {
            if (deed == Deed.PUBLISH
                    && Plain.word(one, "status").equals(deed.done)
                    && client.asset(Plain.word(one, "asset_id")) instanceof Answer.Good asset) {
                AssetReport.refusal(asset.body())
                        .ifPresent(why -> shell.err()
                                .println(Plain.word(one, "asset_id") + " is not preheated by itself: " + why));
            }
        }
    }

    private int tell(Answer.Good answer) {
        var done = new ArrayList<String>();
        int exit = Exit.DONE;
        for (var asset : answer.body().path(deed == Deed.DELETE ? "delete_result_array" : "asset_info_array")) {
            if (Plain.word(asset, "status").equals(deed.done)) {
                done.add(Plain.word(asset, "asset_id") + " " + deed.done);
            } else {
                shell.err().println(Plain.word(asset, "asset_id") + ": there is no such asset");
                exit = Exit.REFUSED;
            }
        }
        answers.print(answer, _ -> done);
        return exit;
    }
}
