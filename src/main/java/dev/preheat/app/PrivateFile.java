package dev.preheat.app;

import dev.preheat.sql.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/** A file that only its owner can read. */
final class PrivateFile {
    private PrivateFile() {}

    /** Writes it whole or not at all, as every later start would trust a half-written one. */
    static void write(Path file, byte[] content) throws IOException {
        var directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "no file is a root");
        OwnerOnly.directories(directory);
        var draft = Files.createTempFile(directory, "preheat", ".tmp", OwnerOnly.ofFile(file));
        try {
            try (var channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
