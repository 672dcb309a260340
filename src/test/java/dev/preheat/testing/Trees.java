package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Whole directories. */
public final class Trees {
    private Trees() {}

    /** Deletes {@code root} and all below it; nothing happens when there is none. */
    public static void delete(Path root) {
        for (var path : deepestFirst(root)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static List<Path> deepestFirst(Path root) {
        try (var paths = Files.walk(root)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
