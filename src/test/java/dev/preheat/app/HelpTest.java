package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Shell;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code --help} says is said in whole sentences, of every verb and option. */
class HelpTest {
    @Test
    void everyVerbOptionAndExitCodeIsDescribedInSentences() {
        var said = new ArrayList<String>();
        collect(
                Main.verbs(new Shell(
                        Map.of(),
                        new ByteArrayInputStream(new byte[0]),
                        System.out,
                        System.err,
                        Set.of(),
                        InstantSource.system())),
                said);

        assertThat(said)
                .hasSizeGreaterThan(100)
                .allSatisfy(text -> assertThat(text).matches("(?s)[A-Z-].*[.]"));
    }

    private static void collect(CommandLine verb, List<String> said) {
        var usage = verb.getCommandSpec().usageMessage();
        assertThat(usage.description()).as(verb.getCommandName()).isNotEmpty();
        said.addAll(List.of(usage.description()));
        usage.exitCodeList().forEach((code, text) -> said.add(text));
        verb.getCommandSpec().args().forEach(one -> said.add(String.join(" ", one.description())));
        verb.getSubcommands().values().forEach(below -> collect(below, said));
    }
}
