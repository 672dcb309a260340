package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.config.ConfigFile;
import dev.preheat.sql.OwnerOnly;
import dev.preheat.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedTest {
    @TempDir
    Path dir;

    private Path data;
    private Path key;
    private Path tokens;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectory(dir.resolve("data"));
        tokens = Files.createFile(data.resolve("token.key"), OwnerOnly.ofFile(data));
        key = Files.createFile(dir.resolve("tls.key"), OwnerOnly.ofFile(dir));
        mode(data, "rwx------");
    }

    @Test
    void whatOnlyItsOwnerGetsIntoIsNotNamed() throws IOException {
        assertThat(named()).isEmpty();
    }

    @Test
    void aDataDirectoryThatOthersGetIntoIsNamedWithWhatMendsIt() throws IOException {
        for (var open : List.of("rwxr-xr-x", "rwxr-x---", "rwx--x--x")) {
            mode(data, open);
            assertThat(named())
                    .as(open)
                    .containsExactly(data + " holds the store and other users of this machine can look into it;"
                            + " chmod 700 " + data);
        }
    }

    @Test
    void keysThatOthersCanReadAreNamed() throws IOException {
        mode(tokens, "rw-r--r--");
        mode(key, "rw-r-----");
        assertThat(named())
                .containsExactly(
                        tokens + " holds the key of tokens and other users of this machine can read it; chmod 600 "
                                + tokens,
                        key
                                + " holds the listener's private key and other users of this machine can read it; chmod 600 "
                                + key);
    }

    @Test
    void nobodyIsToldToShutTheOthersOutOfADirectoryOfAll() throws IOException {
        Files.setAttribute(data, "unix:mode", 01777);
        assertThat(named())
                .containsExactly(data + " holds the store and other users of this machine can look into it;"
                        + " give the store a directory of its own, with --data");
    }

    @Test
    void aStoreThatIsNowhereYetIsNotNamed() throws IOException {
        Files.delete(tokens);
        Files.delete(data);
        assertThat(named()).isEmpty();
    }

    @Test
    void aConfigurationThatOthersCanReadIsNamed() throws IOException {
        var file = Files.createFile(dir.resolve("preheat.yaml"), OwnerOnly.ofFile(dir));
        assertThat(named(file)).isEmpty();
        mode(file, "rw-r--r--");
        assertThat(named(file))
                .containsExactly(
                        file + " holds secret keys and other users of this machine can read it; chmod 600 " + file);
    }

    private static List<String> named(Path file) {
        try (var log = new LogLines("dev.preheat.app")) {
            Exposed.configuration(file);
            return log.lines();
        }
    }

    private List<String> named() throws IOException {
        var file = Files.writeString(dir.resolve("preheat.yaml"), """
                store: sqlite:%s
                tls: { certificate: chain.pem, key: %s }
                accounts:
                  - name: acme
                    projects: [ { id: p1, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                """.formatted(data.resolve("preheat.db"), key));
        mode(file, "rw-------");
        var config = ((ConfigFile.Read.Good) ConfigFile.read(file, data)).config();
        try (var log = new LogLines("dev.preheat.app")) {
            Exposed.name(config);
            return log.lines();
        }
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
