package dev.preheat.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code preheat asset list}: every asset of the project, as it comes page by page. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists all assets in order of their ids.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:All are listed.", "2:The usage was wrong.", "3:The service refused it.", "4:No answer came."
        })
final class AssetListVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Option(names = "--json", description = "Prints one asset a line as JSON, which asset import reads.")
    private boolean json;

    AssetListVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        var client = access.client();
        var after = "";
        do {
            switch (client.assets(after)) {
                case Answer.Good good -> {
                    good.body().path("assets").forEach(this::print);
                    shell.out().flush();
                    after = good.member("next");
                }
                case Answer no -> {
                    shell.err().println(no);
                    return Exit.without(no);
                }
            }
        } while (!after.isEmpty());
        return Exit.DONE;
    }

    private void print(JsonNode asset) {
        shell.out().println(json ? asset.toString() : line(asset));
    }

    private static String line(JsonNode asset) {
        return "%-32s  %-11s  %2d URLs  %s"
                .formatted(
                        Plain.text(asset.path("asset_id").asString("")),
                        asset.path("published").asBoolean(false) ? "published" : "unpublished",
                        asset.path("streaming_urls").size(),
                        Plain.text(asset.path("title").asString("")));
    }
}
