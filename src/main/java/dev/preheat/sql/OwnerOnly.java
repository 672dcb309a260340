package dev.preheat.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories that only their owner gets into, whatever the umask: they have their mode from the moment they
 * exist. A file system without modes makes them as it does.
 */
public final class OwnerOnly {
    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);
    private static final String FILE = "rw-------";
    private static final String DIRECTORY = "rwx------";

    private OwnerOnly() {}

    /** Makes a directory and those above it, as far as they are missing; one that exists stays as it is. */
    public static void directories(Path directory) throws IOException {
        Files.createDirectories(directory, mode(directory, DIRECTORY));
    }

    /** The attributes that a file must be made with. */
    public static FileAttribute<?>[] ofFile(Path file) {
        return mode(file, FILE);
    }

    /** Makes an empty file if it is missing; one that exists is closed to others. */
    static void file(Path file) throws IOException {
        try {
            Files.createFile(file, ofFile(file));
        } catch (FileAlreadyExistsException _) {
            narrow(file);
        }
    }

    /** Closes a file to others, if it exists, and says so in the log. */
    static void narrow(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.isRegularFile(file)) {
            return;
        }
        var before = PosixFilePermissions.toString(view.readAttributes().permissions());
        if (!before.endsWith("------")) {
            narrow(file, view, before);
        }
    }

    private static void narrow(Path file, PosixFileAttributeView view, String before) {
        try {
            view.setPermissions(PosixFilePermissions.fromString(before.substring(0, 3) + "------"));
            log.warn(
                    "{} was {}, so that other users of this machine could get at it; only its owner can now",
                    file,
                    before);
        } catch (IOException _) {
            log.warn(
                    "{} is {}: other users of this machine can get at it; as its owner, chmod 600 {}",
                    file,
                    before,
                    file);
        }
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
