package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.config.ConfigFile;
import dev.preheat.config.ConfigFile.Read;
import dev.preheat.fill.Edge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstStartTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    private Path here;

    @Test
    void makesOneAccountWithFreshKeys() throws IOException {
        var file = start();

        assertThat(file).isEqualTo(here.resolve("data/preheat.yaml"));
        var accounts = ((Read.Good) ConfigFile.read(file, here)).config().accounts();
        assertThat(accounts.projects()).singleElement().satisfies(project -> {
            assertThat(project.id().value()).matches("[0-9a-f]{32}");
            assertThat(project.account().value()).isEqualTo("preheat");
        });
        assertThat(accounts.keys()).singleElement().satisfies(key -> {
            assertThat(key.id()).matches("[A-Z0-9]{20}");
            assertThat(key.secret()).matches("[A-Za-z0-9]{40}");
            assertThat(key.user().owner()).isTrue();
        });
    }

    @Test
    void keepsThemFromOthers() throws IOException {
        var file = start();

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(here.resolve("data"))).isEqualTo("rwx------");
        try (var files = Files.list(here.resolve("data"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void tellsWhereTheSecretIsAndNotTheSecret() throws IOException {
        var file = start();

        var key = ((Read.Good) ConfigFile.read(file, here))
                .config()
                .accounts()
                .keys()
                .getFirst();
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("made " + file + " with account preheat")
                .contains("export PREHEAT_ENDPOINT=http://127.0.0.1:8080\n")
                .contains("export HUAWEICLOUD_SDK_AK=" + key.id())
                .doesNotContain(key.secret());
    }

    @Test
    void namesEveryKindOfSoftware() throws IOException {
        var made = Files.readString(start());

        for (var software : Edge.Software.values()) {
            var word = software.name().toLowerCase(Locale.ROOT);
            assertThat(made).contains(word);
            assertThat(told.toString(StandardCharsets.UTF_8)).contains(word);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:9000, http://127.0.0.1:9000",
        "[::]:9000, http://[::1]:9000",
        "10.0.0.3:80, http://10.0.0.3:80",
        "127.0.0.1:0, URL   # the one of the line `preheat ready URL` below"
    })
    void tellsWhereItIsReached(String listen, String endpoint) throws IOException {
        FirstStart.configuration(
                here, here.resolve("data"), listen, new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(told.toString(StandardCharsets.UTF_8)).contains("export PREHEAT_ENDPOINT=" + endpoint + "\n");
    }

    @Test
    void theLineItTellsReadsTheSecret() throws IOException, InterruptedException {
        var file = start();

        var shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        told.toString(StandardCharsets.UTF_8)
                                        .lines()
                                        .filter(line -> line.contains("export"))
                                        .reduce("", (all, line) -> all + line + "\n")
                                + "printf %s \"$HUAWEICLOUD_SDK_SK\"")
                .start();
        var secret = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        assertThat(secret).matches("[A-Za-z0-9]{40}");
        assertThat(Files.readString(file)).contains(secret);
    }

    @Test
    void theNextStartUsesWhatTheFirstMade() throws IOException {
        var made = Files.readString(start());
        told.reset();

        assertThat(Files.readString(start())).isEqualTo(made);
        assertThat(told.size()).isZero();
    }

    @Test
    void aConfigurationInTheCurrentDirectoryComesFirst() throws IOException {
        var own = Files.writeString(here.resolve("preheat.yaml"), "listen: 127.0.0.1:1");

        assertThat(start()).isEqualTo(own);
        assertThat(here.resolve("data")).doesNotExist();
    }

    @Test
    void theExamplesInItAreRight() throws IOException {
        var file = start();
        var live = Files.readString(file).replaceAll("(?m)^#(domains:|edges:|  - )", "$1");

        assertThat(ConfigFile.read(Files.writeString(file, live), here)).isInstanceOf(Read.Good.class);
    }

    private Path start() throws IOException {
        return FirstStart.configuration(
                here, here.resolve("data"), "127.0.0.1:8080", new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
