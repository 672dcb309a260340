package dev.preheat.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Causes that a test run as root cannot bring about, and those of the operating system's own words. */
class FileFaultTest {
    private static final Path FILE = Path.of("/etc/preheat/preheat.yaml");
    private static final String BEGIN = "cannot be read by user " + System.getProperty("user.name") + ": ";

    @Test
    void namesWhatIsDeniedAndWhere() {
        assertThat(said(new AccessDeniedException(FILE.toString()))).isEqualTo("permission is denied");
        assertThat(said(new AccessDeniedException("/etc/preheat"))).isEqualTo("permission is denied (/etc/preheat)");
    }

    @Test
    void saysWhatTheOperatingSystemSays() {
        assertThat(said(new IOException("No space left on device"))).isEqualTo("the disk is full");
        assertThat(said(new FileSystemException(FILE.toString(), null, "Read-only file system")))
                .isEqualTo("the file system is mounted read-only");
        assertThat(said(new FileSystemException("/etc", null, "Operation not permitted")))
                .isEqualTo("operation not permitted (/etc)");
        assertThat(said(new IOException())).isEqualTo("it is broken");
    }

    private static String said(IOException failure) {
        var line = FileFault.of(FILE, "read", failure);
        assertThat(line).startsWith(BEGIN).doesNotContain("Exception");
        return line.substring(BEGIN.length());
    }
}
