package dev.preheat.app;

import dev.preheat.cli.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preheat serve}: the service, until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service until SIGTERM; prints `preheat ready URL` when it accepts requests.",
            "Without a configuration it makes one, with an account and fresh keys, in the data directory."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped", "1:could not start", "2:wrong usage, or a wrong configuration"})
final class ServeVerb implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--config", paramLabel = "FILE", description = "default: ./preheat.yaml, else DIR/preheat.yaml")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "where the store is (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "instead of the configuration's")
    private @Nullable String listen;

    ServeVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var path = file != null ? file : FirstStart.configuration(Path.of(""), data, shell.out());
        return switch (Config.read(path, data)) {
            case Config.Read.Faulty faulty -> {
                faulty.faults().forEach(shell.err()::println);
                yield 2;
            }
            case Config.Read.Good good -> serve(good.config());
        };
    }

    private int serve(Config config) {
        try {
            run(App.start(
                    listen == null ? config : config.listeningAt(ConfigText.listen(listen)), InstantSource.system()));
            return 0;
        } catch (IllegalArgumentException wrong) {
            shell.err().println("preheat: --listen " + wrong.getMessage() + ", not '" + listen + "'");
            return 2;
        } catch (App.CannotStart failed) {
            shell.err().println("preheat: " + failed.getMessage());
            return 1;
        }
    }

    // The virtual machine ends when the hook has: on SIGTERM and SIGINT.
    private void run(App app) {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            shell.out().println("preheat stopped");
                            shell.out().flush();
                            stopped.countDown();
                        },
                        "stop"));
        shell.out().println("preheat ready " + app.address());
        shell.out().flush();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
