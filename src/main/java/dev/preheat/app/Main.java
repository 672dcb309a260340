package dev.preheat.app;

import dev.preheat.cli.Cli;
import dev.preheat.cli.Mistyped;
import dev.preheat.cli.Shell;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: the verbs of the service and its demo from here, those of the client from {@code cli}. */
@Command(
        name = "preheat",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Preheats your own edge caches: `succeed` means proved.",
        synopsisSubcommandLabel = "VERB")
public final class Main {
    private Main() {}

    static void main(String[] args) {
        var log = System.getenv().getOrDefault("PREHEAT_LOG", "text");
        if (!Set.of("text", "json").contains(log)) { // logback would log nothing at all
            System.err.println("preheat: PREHEAT_LOG must be text or json, but is '" + log + "'");
            System.exit(2);
        }
        System.exit(verbs(Shell.ofThisProcess(InstantSource.system())).execute(args));
    }

    /** All verbs, for this process or for a test. */
    static CommandLine verbs(Shell shell) {
        var root = new CommandLine(new Main());
        root.addSubcommand(new DemoVerb(shell));
        root.addSubcommand(new ServeVerb(shell));
        root.addSubcommand(new MigrateVerb(shell));
        Cli.verbs(shell).forEach(root::addSubcommand);
        root.setOut(writer(shell.out()));
        root.setErr(writer(shell.err()));
        root.setExecutionExceptionHandler(new BrokeOff());
        root.setParameterExceptionHandler(new Mistyped());
        return root;
    }

    private static PrintWriter writer(PrintStream to) {
        return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
    }

    /** The version of the jar that runs. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"preheat " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
