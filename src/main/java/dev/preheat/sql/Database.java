package dev.preheat.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file: read by a few connections, written by one that commits in groups.
 *
 * <p>WAL with {@code synchronous=FULL}: a write that returned survives a power cut. The file belongs to one process at a
 * time, held by a lock beside it.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5_000;

    private final FileChannel lockFile;
    private final HikariDataSource readers;
    private final GroupWriter writer;

    private Database(Path file, FileChannel lockFile) {
        this.lockFile = lockFile;
        this.writer = new GroupWriter(() -> new Tx(source(file, false).getConnection()));
        write(Schema::apply);
        this.readers = pool(file);
    }

    /** Opens {@code file}, made if need be; empty when another process has it. */
    public static Optional<Database> open(Path file) throws IOException {
        var absolute = file.toAbsolutePath();
        Files.createDirectories(Optional.ofNullable(absolute.getParent()).orElse(absolute));
        var lockFile =
                FileChannel.open(Path.of(absolute + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(lockFile).isEmpty()) {
            lockFile.close();
            return Optional.empty();
        }
        return Optional.of(new Database(absolute, lockFile));
    }

    /** Runs {@code work} in one transaction, shared with whoever else waits; returns when it is on the disk. */
    public <T> T write(Tx.Work<T> work) {
        return writer.write(work);
    }

    /** Runs {@code work} on a connection that only reads. */
    public <T> T read(Tx.Work<T> work) {
        try (var connection = readers.getConnection()) {
            return work.run(new Tx(connection));
        } catch (SQLException failure) {
            throw new StoreException("the store cannot be read", failure);
        }
    }

    /** How many writes wait for the next transaction. */
    public int waiting() {
        return writer.waiting();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
        try {
            lockFile.close();
        } catch (IOException broken) {
            throw new StoreException("the store's lock cannot be given back", broken);
        }
    }

    private static Optional<FileLock> lock(FileChannel lockFile) throws IOException {
        try {
            return Optional.ofNullable(lockFile.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    private static HikariDataSource pool(Path file) {
        var config = new HikariConfig();
        config.setPoolName("readers");
        config.setDataSource(source(file, true));
        config.setReadOnly(true);
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    private static SQLiteDataSource source(Path file, boolean reading) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(reading);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
