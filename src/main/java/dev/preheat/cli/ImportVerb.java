package dev.preheat.cli;

import dev.preheat.mistake.FileFault;
import dev.preheat.mistake.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code preheat asset import}: puts every asset of a file into the catalogue, one after the other, as it is read. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Creates or replaces the assets of a file.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All are there.",
            "2:The usage was wrong, or the file is no JSON.",
            "3:At least one was refused.",
            "4:No answer came."
        })
final class ImportVerb implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    // Those of the API's answer too: what it lists can be imported again.
    private static final List<String> MEMBERS = List.of(
            "asset_id",
            "title",
            "published",
            "streaming_urls",
            "auto_preheat",
            "auto_task_id",
            "auto_refused",
            "created_at",
            "updated_at");
    private static final int EVERY_SO_MANY = 1_000;
    private static final int UNAUTHENTICATED = 401;

    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The file has one asset as JSON, an array of them, or one a line; - is standard input. An asset has"
                            + " asset_id, title, published and streaming_urls.")
    private String file = "";

    private int created;
    private int replaced;
    private int refused;

    ImportVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        var client = access.client();
        try (var bytes = open();
                MappingIterator<JsonNode> assets =
                        JSON.readerFor(JsonNode.class).readValues(bytes)) {
            var exit = put(client, assets);
            clearProgress();
            shell.out().println(counts());
            shell.out().flush();
            return exit;
        } catch (JacksonException broken) {
            return stopped("is no JSON" + where(broken) + ": " + broken.getOriginalMessage());
        } catch (IOException unreadable) {
            return stopped(FileFault.of(Path.of(file), "read", unreadable));
        }
    }

    private InputStream open() throws IOException {
        return file.equals("-") ? shell.in() : Files.newInputStream(Path.of(file));
    }

    private int put(ApiClient client, MappingIterator<JsonNode> assets) {
        while (assets.hasNextValue()) {
            var answer = put(client, assets.nextValue());
            if (answer instanceof Answer.Unreachable) {
                clearProgress();
                shell.err().println(answer);
                return Exit.UNREACHABLE;
            }
            if (answer instanceof Answer.Refused no && no.status() == UNAUTHENTICATED) {
                return Exit.REFUSED; // the same would be said of all others
            }
            progress();
        }
        return refused == 0 ? Exit.DONE : Exit.REFUSED;
    }

    private Answer put(ApiClient client, JsonNode entry) {
        var id = entry.path("asset_id").asString("");
        if (!(entry instanceof ObjectNode asset) || id.isEmpty()) {
            return counted("entry " + (done() + 1), new Answer.Refused(0, "not sent", "it has no asset_id", ""));
        }
        asset.propertyNames().forEach(member -> check(Plain.text(id), member));
        asset.remove("asset_id");
        var answer = counted(Plain.text(id), client.putAsset(id, asset));
        if (answer instanceof Answer.Good good) {
            AssetReport.refusal(good.body())
                    .ifPresent(why -> said(Plain.text(id) + " is not preheated by itself: " + why));
        }
        return answer;
    }

    // The API passes over members it does not know, and then misses those that were meant.
    private void check(String id, String member) {
        if (!MEMBERS.contains(member)) {
            Nearest.of(member, MEMBERS)
                    .ifPresent(meant -> said(
                            id + ": an asset has no member '" + Plain.text(member) + "'; did you mean " + meant + "?"));
        }
    }

    private Answer counted(String name, Answer answer) {
        switch (answer) {
            case Answer.Good good when good.status() == 201 -> created++;
            case Answer.Good _ -> replaced++;
            case Answer.Refused no -> {
                refused++;
                said(name + ": " + no);
            }
            case Answer.Unreachable _ -> {}
        }
        return answer;
    }

    private void progress() {
        if (shell.terminals().contains(Shell.Output.ERR)) {
            shell.err().print("\r\033[K" + counts());
        } else if (done() % EVERY_SO_MANY == 0) {
            shell.err().println(counts());
        }
        shell.err().flush();
    }

    private void said(String line) {
        clearProgress();
        shell.err().println(line);
    }

    private void clearProgress() {
        if (shell.terminals().contains(Shell.Output.ERR)) {
            shell.err().print("\r\033[K");
            shell.err().flush();
        }
    }

    private int stopped(String why) {
        clearProgress();
        shell.err().println(file + " " + why);
        shell.out().println(counts());
        shell.out().flush();
        return Exit.USAGE;
    }

    private static String where(JacksonException broken) {
        var place = broken.getLocation();
        return place == null ? "" : " at line " + place.getLineNr();
    }

    private int done() {
        return created + replaced + refused;
    }

    private String counts() {
        return "assets: %d created, %d replaced, %d refused".formatted(created, replaced, refused);
    }
}
