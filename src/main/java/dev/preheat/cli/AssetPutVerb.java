package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code preheat asset put}: creates an asset, or replaces it whole. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = "Creates an asset, or replaces it whole, and shows it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The asset is stored.",
            "2:The usage was wrong.",
            "3:The service refused it.",
            "4:No answer came."
        })
final class AssetPutVerb implements Callable<Integer> {
    @Mixin
    private final AnswerOptions answers;

    @Mixin
    private final RepeatOptions repeat = new RepeatOptions();

    @Parameters(paramLabel = "ID", description = "Names the asset by its id, which has 1 to 64 of A-Z a-z 0-9 _ -.")
    private String id = "";

    @Option(names = "--title", required = true, paramLabel = "TEXT", description = "The title has 1 to 128 bytes.")
    private String title = "";

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            arity = "1..*",
            description = "Its streaming URLs are on delivery domains of the project.")
    private List<String> urls = new ArrayList<>();

    @Option(names = "--unpublished", description = "The asset cannot be preheated until it is published.")
    private boolean unpublished;

    @Option(names = "--auto-preheat", description = "The asset is preheated by itself when it is published.")
    private boolean automatic;

    AssetPutVerb(Shell shell) {
        this.answers = new AnswerOptions(shell);
    }

    @Override
    public Integer call() {
        var asset = JsonMapper.shared().createObjectNode().put("title", title).put("published", !unpublished);
        urls.forEach(asset.putArray("streaming_urls")::add);
        asset.put("auto_preheat", automatic);
        return answers.print(repeat.named(answers.client(), 1).putAsset(id, asset), AssetReport::lines);
    }
}
