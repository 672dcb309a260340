package dev.preheat.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.preheat.cli.Shell;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preheat demo}: the main job on real media, with everything it needs on this machine. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job on real media, and stays up for you to try.",
            "There is an origin, an edge cache, a published title, a preheat through the API, the proof, and a viewer at a cold"
                    + " and at the warm edge."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Everything was proved.", "1:Something was not."})
final class DemoVerb implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--exit", description = "Leaves at once when all is shown.")
    private boolean exit;

    @Option(
            names = "--edge",
            paramLabel = "KIND",
            description =
                    "Fills `library`, which is the cache of Apache HttpClient and needs nothing, or `nginx`, the one installed here."
                            + " Without it, that is ${DEFAULT-VALUE}.")
    private Kind kind = Kind.library;

    /** What caches. In lower case, as typed. */
    enum Kind {
        library,
        nginx
    }

    DemoVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        quiet();
        try (var stage = DemoStage.build(kind == Kind.nginx)) {
            var story = new DemoStory(stage, shell);
            boolean proved = story.tell();
            if (!exit && proved) {
                story.invite();
                stay();
            }
            return proved ? 0 : 1;
        } catch (CannotStart missing) {
            shell.err().println("preheat demo: " + missing.getMessage());
            return 1;
        }
    }

    // The story tells what the log would.
    private static void quiet() {
        for (var name : List.of("dev.preheat", "audit")) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.WARN);
            }
        }
    }

    private static void stay() throws InterruptedException {
        new CountDownLatch(1).await(); // until Ctrl-C
    }
}
