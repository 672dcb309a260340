package dev.preheat.sql;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** What the two databases do each in its own way; every other statement is the same for both. */
sealed interface Engine extends AutoCloseable permits SqliteEngine, PostgresEngine {
    /** Opens a connection that writes. */
    Connection writing() throws SQLException;

    /** Opens a connection that changes the schema, for as long as that takes. */
    Connection changing() throws SQLException;

    /** Connections that read. */
    HikariConfig reading();

    /** How many connections write side by side. */
    int writers();

    /** How long a caller waits for his write to be on the disk. */
    Duration patience();

    /** Who writes what may wait for other processes, so that nothing else waits with it. */
    GroupWriter aside(GroupWriter writer);

    /** How a transaction that writes begins. */
    String begin();

    /** The statement in this database's words. */
    String words(String sql);

    /** The statement of the schema in this database's words. */
    String schemaWords(String sql);

    /** Waits until no other transaction of any process is in here under {@code name}; it is until it ends. */
    void alone(Tx tx, String name) throws SQLException;

    /** Whether the connection is of no more use after this. */
    boolean lost(SQLException failure);

    /** Whether a commit that lost its connection in this way may have been done all the same. */
    boolean inDoubt(SQLException failure);

    /** Whether other processes may use the store at the same time. */
    boolean shared();

    /** What time it is for all who use the store. */
    InstantSource clock(InstantSource host);

    /** Whether it answered lately. */
    boolean there();

    @Override
    void close();
}
