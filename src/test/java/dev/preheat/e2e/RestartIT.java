package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First starts, second starts, and two at once. */
class RestartIT {
    @TempDir
    private Path dir;

    @Test
    void theFirstStartMakesAConfigurationForItsOwnerAloneAndTheSecondUsesIt() throws IOException {
        var made = dir.resolve("data/preheat.yaml");
        try (var first = Service.start(dir, "--data", "data")) {
            assertThat(first.out())
                    .contains("first start: made data/preheat.yaml")
                    .contains("preheat ready http://");
            assertThat(mode(made)).isEqualTo("rw-------");
            assertThat(first.terminate().out()).endsWith("preheat stopped\n");
        }
        var text = Files.readString(made);
        try (var second = Service.start(dir, "--data", "data")) {
            assertThat(second.out()).startsWith("preheat ready http://");
        }
        assertThat(made).hasContent(text);
        assertThat(dir.resolve("data/preheat.db")).exists();
    }

    @Test
    void whateverTheUmaskTheFilesOfAServiceAreItsOwnersAlone() throws IOException {
        try (var service = Service.withUmask(dir, "000", "--data", "data");
                var files = Files.list(dir.resolve("data"))) {
            assertThat(service.out()).contains("preheat ready");
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            assertThat(mode(dir.resolve("data"))).isEqualTo("rwx------");
        }
    }

    @Test
    void aDataDirectoryThatOthersGetIntoIsNamedAndUsed() throws IOException {
        var data = Files.createDirectory(dir.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var service = Service.withUmask(dir, "022", "--data", "data")) {
            assertThat(service.out()).contains("preheat ready");
            assertThat(Service.log(dir)).containsOnlyOnce("chmod 700 " + data.toRealPath());
        }
    }

    @Test
    void aSecondProcessOnTheSameStoreIsRefusedInOneLine() throws IOException {
        try (var first = Service.start(dir, "--data", "data")) {
            var log = Service.log(dir);
            var second = Service.refused(dir, "--data", "data");
            assertThat(second.code()).isEqualTo(2);
            assertThat(second.out()).isEmpty();
            assertThat(Service.log(dir).substring(log.length()))
                    .isEqualTo("preheat: data/preheat.db cannot be opened as the store by user "
                            + System.getProperty("user.name")
                            + ": another Preheat has it open; stop that one, or name another with --data\n");
            assertThat(first.out()).contains("preheat ready");
        }
    }

    @Test
    void aKilledServiceLeavesItsStoreToTheNext() {
        try (var first = Service.start(dir, "--data", "data")) {
            first.kill();
        }
        try (var second = Service.start(dir, "--data", "data")) {
            assertThat(second.out()).contains("preheat ready");
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
