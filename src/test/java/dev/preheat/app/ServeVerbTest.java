package dev.preheat.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Shell;
import dev.preheat.sql.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says that cannot use its files: one line with the path, the user and what to do. */
class ServeVerbTest {
    private static final String USER = System.getProperty("user.name");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(dir.resolve("preheat.yaml"), """
                listen: 127.0.0.1:0
                accounts:
                  - name: acme
                    projects: [ { id: p1, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                """);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aConfigurationThatIsNotThere() {
        var gone = dir.resolve("gone.yaml");

        assertThat(refused("--config", gone.toString()))
                .isEqualTo(gone + " cannot be read by user " + USER
                        + ": there is no such file or directory; name another with --config\n");
    }

    @Test
    void aConfigurationThatIsADirectoryOrBelowAFile() {
        assertThat(refused("--config", dir.toString()))
                .isEqualTo(dir + " cannot be read by user " + USER
                        + ": it is a directory, and must be a file; name another with --config\n");
        assertThat(refused("--config", config.resolve("x.yaml").toString()))
                .isEqualTo(config + "/x.yaml cannot be read by user " + USER
                        + ": a file is where a directory must be; name another with --config\n");
    }

    @Test
    void aDataDirectoryThatIsAFileOrCannotBeMade() {
        assertThat(refused("--config", config.toString(), "--data", config.toString()))
                .isEqualTo("preheat: " + config + "/preheat.db cannot be opened as the store by user " + USER
                        + ": a file is where a directory must be (" + config + "); name another with --data\n");
        assertThat(refused("--config", config.toString(), "--data", "/proc/preheat"))
                .isEqualTo("preheat: /proc/preheat/preheat.db cannot be opened as the store by user " + USER
                        + ": there is no such file or directory (/proc/preheat); name another with --data\n");
        assertThat(refused("--data", config + "/data"))
                .isEqualTo("preheat: the data directory " + config + "/data cannot be used by user " + USER
                        + ": a file is where a directory must be; name another with --data\n");
    }

    @Test
    void aStoreThatIsNone() throws IOException {
        var store = Files.write(dir.resolve("preheat.db"), new byte[5_000]);
        Files.writeString(store, "no database at all".repeat(500));

        assertThat(refused("--config", config.toString(), "--data", dir.toString()))
                .isEqualTo("preheat: " + store + " cannot be opened as the store by user " + USER
                        + ": file is not a database; mend that, or name another with --data\n");
    }

    @Test
    void aStoreThatAnotherPreheatHasOpen() throws IOException {
        try (var other = Database.open(dir.resolve("preheat.db")).orElseThrow()) {
            assertThat(other.shared()).isFalse();
            assertThat(refused("--config", config.toString(), "--data", dir.toString()))
                    .isEqualTo("preheat: " + dir.resolve("preheat.db") + " cannot be opened as the store by user "
                            + USER + ": another Preheat has it open; stop that one, or name another with --data\n");
        }
    }

    @Test
    void aStoreThatIsADirectory() throws IOException {
        var store = Files.createDirectory(dir.resolve("preheat.db"));

        assertThat(refused("--config", config.toString(), "--data", dir.toString()))
                .isEqualTo("preheat: " + store + " cannot be opened as the store by user " + USER
                        + ": unable to open database file; mend that, or name another with --data\n");
    }

    @Test
    void aKeyOfTokensThatIsADirectory() throws IOException {
        var key = Files.createDirectory(dir.resolve("token.key"));

        assertThat(refused("--config", config.toString(), "--data", dir.toString()))
                .isEqualTo("preheat: " + key + " cannot be read or written by user " + USER
                        + ": it is a directory, and must be a file\n");
    }

    private String refused(String... options) {
        err.reset();
        var shell = new Shell(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Set.of(),
                InstantSource.system());
        var arguments = new String[options.length + 1];
        arguments[0] = "serve";
        System.arraycopy(options, 0, arguments, 1, options.length);
        assertThat(Main.verbs(shell).execute(arguments)).isEqualTo(2);
        return err.toString(UTF_8);
    }
}
