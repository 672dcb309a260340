package dev.preheat.mistake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Explains to a person why a file or a directory cannot be used, and by which user. */
public final class FileFault {
    private FileFault() {}

    /**
     * {@code cannot be read by user preheat: permission is denied}.
     *
     * @param done what was to be done with it, such as {@code read}
     */
    public static String of(Path file, String done, IOException failure) {
        return "cannot be " + done + " by user " + user() + ": " + why(file, failure);
    }

    /** The user that this process runs as: the name or, in a container that has no names, the number. */
    public static String user() {
        var name = System.getProperty("user.name", "?");
        try {
            return name.equals("?") ? String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid")) : name;
        } catch (IOException | UnsupportedOperationException _) {
            return name;
        }
    }

    private static String why(Path file, IOException failure) {
        var place = failure instanceof FileSystemException of
                ? Optional.ofNullable(of.getFile())
                : Optional.<String>empty();
        var elsewhere = place.filter(path -> !Path.of(path).toAbsolutePath().equals(file.toAbsolutePath()))
                .map(path -> " (" + path + ")");
        return reason(failure) + elsewhere.orElse("");
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case AccessDeniedException _ -> "permission is denied";
            case FileAlreadyExistsException _, NotDirectoryException _ -> "a file is where a directory must be";
            case FileSystemLoopException _ -> "its symbolic links lead in a circle";
            case FileSystemException of when of.getReason() != null -> system(of.getReason());
            default -> system(Optional.ofNullable(failure.getMessage()).orElse("it is broken"));
        };
    }

    // The words of the operating system's own list of errors.
    private static String system(String message) {
        return switch (message) {
            case "Not a directory" -> "a file is where a directory must be";
            case "Is a directory" -> "it is a directory, and must be a file";
            case "No space left on device" -> "the disk is full";
            case "Read-only file system" -> "the file system is mounted read-only";
            default -> message.toLowerCase(Locale.ROOT);
        };
    }
}
