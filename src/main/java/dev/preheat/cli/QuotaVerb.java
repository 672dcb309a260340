package dev.preheat.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preheat quota}: what may be preheated today. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        description = "Shows what may still be preheated today, and when that begins anew.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage", "3:refused", "4:no answer"})
final class QuotaVerb implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AccessOptions access;

    @Option(names = "--json", description = "print the API's own answer")
    private boolean json;

    QuotaVerb(Shell shell) {
        this.shell = shell;
        this.access = new AccessOptions(shell);
    }

    @Override
    public Integer call() {
        return new Printed(shell, json)
                .of(
                        access.client().quota(),
                        quota -> List.of("%d of %d used on %s, %d left; begins anew at %s"
                                .formatted(
                                        quota.path("used").asInt(0),
                                        quota.path("assets_per_day").asInt(0),
                                        Printed.word(quota, "day"),
                                        quota.path("left").asInt(0),
                                        Printed.word(quota, "resets_at"))));
    }
}
