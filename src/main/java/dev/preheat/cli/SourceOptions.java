package dev.preheat.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is to be preheated: an asset, streaming URLs or both. */
final class SourceOptions {
    @Option(
            names = "--asset",
            paramLabel = "ID",
            description = "Names a published asset, which stands for all its streaming URLs.")
    private String asset = "";

    @Option(names = "--url", paramLabel = "URL", arity = "1..*", description = "Names streaming URLs, 10 at most.")
    private List<String> urls = new ArrayList<>();

    /** @throws ParameterException when neither is given */
    void check(CommandSpec spec) {
        if (asset.isEmpty() && urls.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name what to preheat: --asset ID or --url URL");
        }
    }

    String asset() {
        return asset;
    }

    List<String> urls() {
        return List.copyOf(urls);
    }
}
