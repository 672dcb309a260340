package dev.preheat.sql;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The differences between SQLite and PostgreSQL; every other statement is the same for both. */
abstract class Engine implements AutoCloseable {
    /**
     * Connections that write side by side.
     *
     * @param patience how long a caller waits for a write to be on the disk
     */
    record Writers(int connections, Duration patience) {}

    private final Map<String, NamedText> texts = new ConcurrentHashMap<>(); // as many as the code has

    /** Parses a statement, in this database's words; each text once. */
    final NamedText named(String sql) {
        return texts.computeIfAbsent(sql, text -> NamedText.parse(dialect(text)));
    }

    /** Opens a connection that writes. */
    abstract Connection writing() throws SQLException;

    /** Opens a connection that changes the schema, for as long as that takes. */
    abstract Connection changing() throws SQLException;

    /** Settings of the connections that read. */
    abstract HikariConfig reading();

    abstract Writers writers();

    /** Writers for what may wait for other processes, so that nothing else waits with it; empty when {@link #writers} do. */
    abstract Optional<Writers> aside();

    /** The statement with which a writing transaction begins. */
    abstract String begin();

    /** Turns a statement into this database's words. */
    abstract String dialect(String sql);

    /** Turns a statement of the schema into this database's words. */
    abstract String schemaDialect(String sql);

    /** Waits until no other transaction of any process is in here under {@code name}; this one is, until it ends. */
    abstract void alone(Tx tx, String name) throws SQLException;

    /** True if the connection is of no more use after this failure. */
    abstract boolean lost(SQLException failure);

    /** True if a commit that lost its connection in this way may have been done all the same. */
    abstract boolean inDoubt(SQLException failure);

    /** True if other processes may use the store at the same time. */
    abstract boolean shared();

    /** The clock of all processes that use the store. */
    abstract InstantSource clock(InstantSource host);

    /** True if it answered lately. */
    abstract boolean there();

    @Override
    public abstract void close();
}
