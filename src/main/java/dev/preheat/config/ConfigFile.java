package dev.preheat.config;

import dev.preheat.mistake.FileFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a preheat.yaml of at most 1 MiB, and names everything wrong in it at once. */
public final class ConfigFile {
    private static final int LARGEST = 1024 * 1024;

    private ConfigFile() {}

    /** The outcome of reading a file. */
    public sealed interface Read {
        /** The file is right. */
        record Good(Config config) implements Read {}

        /**
         * The file is wrong.
         *
         * @param faults at least one, by line, each as {@code preheat.yaml:12: fill.per-edge must be 1 to 1024, but is
         *     'many'}
         */
        record Faulty(List<String> faults) implements Read {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /** @param data the directory of the store where the file names none */
    public static Read read(Path file, Path data) {
        try (var bytes = Files.newInputStream(file)) {
            var text = bytes.readNBytes(LARGEST + 1);
            return text.length > LARGEST ? fault(file, "must be at most 1 MiB") : read(file, data, utf8(text));
        } catch (CharacterCodingException _) {
            return fault(file, "must be UTF-8");
        } catch (IOException unreadable) {
            return fault(file, FileFault.of(file, "read", unreadable) + "; name another with --config");
        }
    }

    /**
     * Reads HOST:PORT, as {@code listen} is written.
     *
     * @throws IllegalArgumentException with what it must be
     */
    public static InetSocketAddress listen(String text) {
        return Texts.listen(text);
    }

    private static Read read(Path file, Path data, String text) {
        var faults = new Faults(file.getFileName().toString());
        var config = Yaml.root(text, faults).map(root -> new RootReader(faults, data).read(root));
        return config.isPresent() && faults.none() ? new Read.Good(config.get()) : new Read.Faulty(faults.lines());
    }

    private static String utf8(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private static Read fault(Path file, String what) {
        return new Read.Faulty(List.of(file + " " + what));
    }
}
