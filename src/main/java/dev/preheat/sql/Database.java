package dev.preheat.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * One store: read by a few connections, written by fewer that commit in groups.
 *
 * <p>Limits: 8,192 waiting writes. A write that returned survives a power cut.
 */
public final class Database implements AutoCloseable {
    private final Engine engine;
    private final HikariDataSource readers;
    private final GroupWriter writer;
    private final GroupWriter aside;

    private Database(Engine engine) {
        this.engine = engine;
        this.readers = new HikariDataSource(engine.reading());
        this.writer = new GroupWriter(engine, engine.writers());
        this.aside = engine.aside().map(some -> new GroupWriter(engine, some)).orElse(writer);
    }

    private static PostgresEngine reached(Store.Postgres server) {
        try {
            return new PostgresEngine(server);
        } catch (SQLException away) {
            throw new StoreException("the store is away", away);
        }
    }

    private static Database of(Engine engine) {
        try {
            Schema.apply(engine);
            return new Database(engine);
        } catch (SQLException cannot) {
            engine.close();
            throw new StoreException("the store cannot be brought up to date", cannot);
        }
    }

    /**
     * Opens the store and brings its schema up to date; empty if it is for one process and another has it.
     *
     * @throws StoreException if it is away, or was made by a later Preheat
     */
    public static Optional<Database> open(Store store) throws IOException {
        return switch (store) {
            case Store.Sqlite(var file) -> SqliteEngine.take(file).map(Database::of);
            case Store.Postgres server -> Optional.of(of(reached(server)));
        };
    }

    /** Opens a SQLite file. */
    public static Optional<Database> open(Path file) throws IOException {
        return open(new Store.Sqlite(file));
    }

    /** Runs {@code work} in one transaction, shared with all others that wait; returns when it is on the disk. */
    public <T> T write(Tx.Work<T> work) {
        return write("", work);
    }

    /**
     * The same, where other processes may change the same rows: the work that shares a transaction runs in the order of its
     * keys, and so takes the rows in that order.
     */
    public <T> T write(String key, Tx.Work<T> work) {
        return writer.write(key, work);
    }

    /**
     * The same, for what may take long, or wait for other processes: until the transaction ends nobody else in any of them is
     * in here under {@code name}.
     */
    public <T> T alone(String name, Tx.Work<T> work) {
        return aside.write(name, tx -> {
            engine.alone(tx, name);
            return work.run(tx);
        });
    }

    /** Runs {@code work} on a connection that only reads. */
    public <T> T read(Tx.Work<T> work) {
        try (var connection = readers.getConnection()) {
            return work.run(new Tx(connection, engine::named));
        } catch (SQLException failure) {
            throw new StoreException("the store cannot be read", failure);
        }
    }

    /**
     * Copies every row into a store that has none, and returns how many rows each table has, counted in both.
     *
     * @throws StoreException if not all of them could be copied; then none is
     */
    public Map<String, Long> copyTo(Database other) {
        try {
            return Transfer.copy(engine, other.engine);
        } catch (SQLException failed) {
            throw new StoreException("the store is not copied", failed);
        }
    }

    /** True if other processes may use the store at the same time. */
    public boolean shared() {
        return engine.shared();
    }

    /** True if the store answered within some two seconds. */
    public boolean there() {
        return engine.there();
    }

    /** The clock of all processes that use the store; {@code host} is this machine's. */
    public InstantSource clock(InstantSource host) {
        return engine.clock(host);
    }

    /** The number of writes that wait for the next transaction. */
    public int waiting() {
        return writer.waiting();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
        aside.close();
        engine.close();
    }
}
