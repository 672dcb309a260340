package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.LogLines;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir
    Path dir;

    @Test
    void aStoreAndWhatIsBesideItAreTheirOwnersAlone() throws IOException {
        var store = dir.resolve("a/b/preheat.db");
        try (var database = Database.open(store).orElseThrow()) {
            database.write(tx -> tx.sql("DELETE FROM task").update());
            for (var name : new String[] {"preheat.db", "preheat.db-wal", "preheat.db-shm", "preheat.db.lock"}) {
                assertThat(mode(store.resolveSibling(name))).as(name).isEqualTo("rw-------");
            }
        }
        assertThat(mode(dir.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(dir.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void aStoreThatOthersCouldReadIsNarrowedAndNamed() throws IOException {
        var store = dir.resolve("preheat.db");
        Database.open(store).orElseThrow().close();
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
        try (var log = new LogLines("dev.preheat.sql");
                var database = Database.open(store).orElseThrow()) {
            assertThat(database.shared()).isFalse();
            assertThat(mode(store)).isEqualTo("rw-------");
            assertThat(log.lines())
                    .containsExactly(store + " was rw-r--r--, so that other users of this machine could get at it;"
                            + " only its owner can now");
        }
    }

    @Test
    void aStoreBehindALinkIsNarrowedToo() throws IOException {
        var store = Files.createDirectory(dir.resolve("elsewhere")).resolve("real.db");
        Files.createFile(store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-rw-rw-"));
        var link = Files.createSymbolicLink(dir.resolve("preheat.db"), store);
        try (var database = Database.open(link).orElseThrow()) {
            database.write(tx -> tx.sql("DELETE FROM task").update());
            assertThat(mode(store)).isEqualTo("rw-------");
            assertThat(mode(store.resolveSibling("real.db-wal"))).isEqualTo("rw-------");
        }
    }

    @Test
    void aFileSystemWithoutModesIsUsedAsItIs() throws IOException {
        try (var zip = FileSystems.newFileSystem(dir.resolve("fs.zip"), Map.of("create", "true"))) {
            var data = zip.getPath("/data");
            OwnerOnly.directories(data);
            var file = data.resolve("preheat.db");
            OwnerOnly.file(file);
            OwnerOnly.file(file);
            assertThat(Files.exists(file)).isTrue();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
