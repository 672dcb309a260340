package dev.preheat.app;

import dev.preheat.cli.Shell;
import dev.preheat.config.Config;
import dev.preheat.config.ConfigFile;
import dev.preheat.config.ConfigFile.Read;
import dev.preheat.mistake.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code preheat serve}: the service, until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service until SIGTERM, and prints `preheat ready URL` when it accepts requests.",
            "SIGHUP reads the configuration again: accounts, users, keys, policies, projects and domains.",
            "Without a configuration it makes one, with an account and fresh keys, in the data directory."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The service was stopped.",
            "1:The service could not start.",
            "2:The usage or the configuration was wrong, or files cannot be used.",
            "70:There is a bug, and the log says where."
        })
final class ServeVerb implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeVerb.class);

    private static final String USUAL_LISTEN = "127.0.0.1:8080";

    private final Shell shell;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Names the configuration. Without it, that is ./preheat.yaml, else DIR/preheat.yaml.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Names the directory of the store and of what a first start makes. Without it, that is ${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Listens there instead of where the configuration says.")
    private @Nullable String listen;

    ServeVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path path;
        try {
            path = file != null
                    ? file
                    : FirstStart.configuration(Path.of(""), data, listen == null ? USUAL_LISTEN : listen, shell.out());
        } catch (IOException cannot) {
            shell.err()
                    .println("preheat: the data directory " + data + " " + FileFault.of(data, "used", cannot)
                            + "; name another with --data");
            return 2;
        }
        return started(path);
    }

    private int started(Path path) {
        return switch (ConfigFile.read(path, data)) {
            case Read.Faulty(var faults) -> {
                faults.forEach(fault -> shell.err().println(fault));
                yield 2;
            }
            case Read.Good(var config) -> serve(path, config);
        };
    }

    private int serve(Path path, Config config) {
        try {
            return serving(path, listening(config));
        } catch (IllegalArgumentException wrong) {
            shell.err().println("preheat: --listen " + wrong.getMessage() + ", but is '" + listen + "'");
            return 2;
        }
    }

    private int serving(Path path, Config config) {
        try {
            Exposed.configuration(path);
            var app = App.start(config, InstantSource.system());
            Hangup.reloads(() -> reload(app, path));
            run(app);
            return 0;
        } catch (CannotStart failed) {
            shell.err().println("preheat: " + failed.getMessage());
            return failed.exit();
        } catch (RuntimeException bug) {
            log.error("the service failed", bug); // unlike in a client, whoever runs it needs the stack
            return BrokeOff.EXIT;
        }
    }

    private Config listening(Config config) {
        return listen == null ? config : config.listeningAt(ConfigFile.listen(listen));
    }

    private void reload(App app, Path path) {
        switch (ConfigFile.read(path, data)) {
            case Read.Good(var config) -> {
                Exposed.configuration(path);
                app.reload(listening(config));
            }
            case Read.Faulty(var faults) -> {
                log.error("{} was not reloaded; the configuration in force stays:", path);
                faults.forEach(log::error);
            }
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
