package dev.preheat.sql;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite file, held by one process with a lock beside it.
 *
 * <p>WAL with {@code synchronous=FULL}: a write that returned survives a power cut.
 */
final class SqliteEngine extends Engine {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 5_000;
    private static final Writers ONE = new Writers(1, Duration.ofMinutes(1));

    private final Path file;
    private final FileChannel lockFile;

    private SqliteEngine(Path file, FileChannel lockFile) {
        this.file = file;
        this.lockFile = lockFile;
    }

    /** Takes the file, it and its folder made if need be for its owner alone; empty when another process has it. */
    static Optional<SqliteEngine> take(Path file) throws IOException {
        var absolute = file.toAbsolutePath();
        OwnerOnly.directories(Optional.ofNullable(absolute.getParent()).orElse(absolute));
        var lockFile = channel(Path.of(absolute + ".lock"));
        if (lock(lockFile).isEmpty()) {
            lockFile.close();
            return Optional.empty();
        }
        try {
            keepFromOthers(absolute);
        } catch (IOException cannot) {
            lockFile.close();
            throw cannot;
        }
        return Optional.of(new SqliteEngine(absolute, lockFile));
    }

    @Override
    Connection writing() throws SQLException {
        return source(false).getConnection();
    }

    @Override
    Connection changing() throws SQLException {
        return writing();
    }

    @Override
    HikariConfig reading() {
        var config = new HikariConfig();
        config.setPoolName("readers");
        config.setDataSource(source(true));
        config.setReadOnly(true);
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(BUSY_MILLIS);
        return config;
    }

    @Override
    Writers writers() {
        return ONE;
    }

    @Override
    Optional<Writers> aside() {
        return Optional.empty();
    }

    // Autocommit is left on: else the driver begins again at once, and an idle writer holds the lock for ever.
    @Override
    String begin() {
        return "BEGIN IMMEDIATE";
    }

    @Override
    String dialect(String sql) {
        return sql.replace("FOR UPDATE SKIP LOCKED", ""); // there is one writer: nothing is locked
    }

    @Override
    String schemaDialect(String sql) {
        return sql;
    }

    @Override
    void alone(Tx tx, String name) {
        // there is one writer
    }

    @Override
    boolean lost(SQLException failure) {
        return false;
    }

    @Override
    boolean inDoubt(SQLException failure) {
        return false;
    }

    @Override
    boolean shared() {
        return false;
    }

    @Override
    InstantSource clock(InstantSource host) {
        return host;
    }

    @Override
    boolean there() {
        return true; // as long as there is a disk
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException broken) {
            throw new StoreException("the store's lock cannot be given back", broken);
        }
    }

    private static FileChannel channel(Path lock) throws IOException {
        OwnerOnly.file(lock);
        return FileChannel.open(lock, StandardOpenOption.WRITE);
    }

    // SQLite makes the files beside it with the mode that it has.
    private static void keepFromOthers(Path file) throws IOException {
        OwnerOnly.file(file);
        var real = file.toRealPath();
        OwnerOnly.narrow(Path.of(real + "-wal"));
        OwnerOnly.narrow(Path.of(real + "-shm"));
    }

    private static Optional<FileLock> lock(FileChannel lockFile) throws IOException {
        try {
            return Optional.ofNullable(lockFile.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    private SQLiteDataSource source(boolean reading) {
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
