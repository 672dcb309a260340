package dev.preheat.app;

import dev.preheat.config.Config;
import dev.preheat.mistake.FileFault;
import dev.preheat.sql.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of files that other users of this machine can read and should not, each in one line of the log with the command that
 * mends it. A file of another owner may be open to a group, as that may be the way in which this process reads it.
 */
final class Exposed {
    private static final Logger log = LoggerFactory.getLogger(Exposed.class);
    private static final int STICKY = 01000;
    private static final int OWN_DEPTH = 3; // names in a path: /var/lib is the system's
    private static final Set<PosixFilePermission> GROUP =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE);
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private Exposed() {}

    /** Warns of the store, the key of tokens and the key of TLS. */
    static void name(Config config) {
        if (config.store() instanceof Store.Sqlite(var file)) {
            directory(Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file));
            file(file.resolveSibling(TokenKey.NAME), "holds the key of tokens");
        }
        config.gate().tls().ifPresent(tls -> file(tls.key(), "holds the listener's private key"));
    }

    /** Warns of the configuration itself. */
    static void configuration(Path file) {
        file(file, "holds secret keys");
    }

    private static void file(Path file, String what) {
        exposed(file)
                .ifPresent(_ ->
                        log.warn("{} {} and other users of this machine can read it; chmod 600 {}", file, what, file));
    }

    private static void directory(Path directory) {
        exposed(directory)
                .ifPresent(attributes -> log.warn(
                        "{} holds the store and other users of this machine can look into it; {}",
                        directory,
                        isShared(directory, attributes)
                                ? "give the store a directory of its own, with --data"
                                : "chmod 700 " + directory));
    }

    private static Optional<PosixFileAttributes> exposed(Path file) {
        try {
            var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            return view == null || Files.notExists(file)
                    ? Optional.empty()
                    : Optional.of(view.readAttributes()).filter(Exposed::isExposed);
        } catch (IOException unreadable) {
            log.debug("the mode of {}", file, unreadable);
            return Optional.empty();
        }
    }

    private static boolean isExposed(PosixFileAttributes attributes) {
        boolean ours = attributes.owner().getName().equals(FileFault.user());
        return attributes.permissions().stream().anyMatch(one -> OTHERS.contains(one) || (ours && GROUP.contains(one)));
    }

    // A command that shuts everybody out of /tmp or /var/lib would do harm.
    private static boolean isShared(Path directory, PosixFileAttributes attributes) {
        try {
            boolean isSticky = ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
            return isSticky || (attributes.owner().getName().equals("root") && directory.getNameCount() < OWN_DEPTH);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return false;
        }
    }
}
