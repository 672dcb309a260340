package dev.preheat.sql;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server, shared by any number of processes, each with a few connections.
 *
 * <p>A process that is stopped or cut off inside a transaction loses it, and its locks, after two seconds: nobody waits longer
 * for a process that is gone. Time is the server's.
 */
final class PostgresEngine extends Engine {
    private static final int READERS = 8;
    private static final Writers WRITERS = new Writers(4, Duration.ofSeconds(1));
    private static final Writers ASIDE = new Writers(2, Duration.ofSeconds(20));
    // A create reads, then writes: in two seconds it has its answer.
    private static final Duration CONNECTED = Duration.ofMillis(600);
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration WRITE = Duration.ofSeconds(5);
    private static final Pattern TEXT_COLUMN = Pattern.compile("VARCHAR\\(\\d+\\)");

    private static final String IDLE_TOO_LONG = "25P03";

    /** Connection is gone, server is going, or it takes no writes any more: it was made a standby. */
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P05", "25006", IDLE_TOO_LONG);

    private static final Map<String, String> DEFAULTS = Map.of(
            "ApplicationName", "preheat",
            "connectTimeout", "1",
            "tcpKeepAlive", "true",
            "reWriteBatchedInserts", "true",
            "targetServerType", "primary",
            "hostRecheckSeconds", "1",
            "options",
                    "-c idle_in_transaction_session_timeout=2s -c lock_timeout=900ms"
                            + " -c default_transaction_isolation=read\\ committed");

    private final Store.Postgres store;
    private final Pulse pulse;

    PostgresEngine(Store.Postgres store) throws SQLException {
        this.store = store;
        this.pulse = new Pulse(() -> DriverManager.getConnection(url(), properties(READ)));
    }

    @Override
    Connection writing() throws SQLException {
        return DriverManager.getConnection(url(), properties(WRITE));
    }

    @Override
    Connection changing() throws SQLException {
        var properties = properties(Duration.ZERO);
        properties.put("options", "-c lock_timeout=5min");
        return DriverManager.getConnection(url(), properties);
    }

    @Override
    HikariConfig reading() {
        var config = new HikariConfig();
        config.setPoolName("readers");
        config.setJdbcUrl(url());
        config.setDataSourceProperties(properties(READ));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTED.toMillis());
        config.setValidationTimeout(CONNECTED.toMillis() / 2);
        return config;
    }

    @Override
    Writers writers() {
        return WRITERS;
    }

    @Override
    Optional<Writers> aside() {
        return Optional.of(ASIDE);
    }

    @Override
    String begin() {
        return "BEGIN";
    }

    @Override
    String dialect(String sql) {
        return sql;
    }

    // The order of SQLite's texts, whatever the language of the database.
    @Override
    String schemaDialect(String sql) {
        return TEXT_COLUMN.matcher(sql.replace("WITHOUT ROWID", "")).replaceAll("$0 COLLATE \"C\"");
    }

    @Override
    void alone(Tx tx, String name) throws SQLException {
        tx.sql("SELECT 1 AS held FROM pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .with("name", "preheat " + name)
                .list(_ -> 1);
    }

    @Override
    boolean lost(SQLException failure) {
        var state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return state.startsWith("08") || LOST.contains(state);
    }

    @Override
    boolean inDoubt(SQLException failure) {
        return !IDLE_TOO_LONG.equals(failure.getSQLState());
    }

    @Override
    boolean shared() {
        return true;
    }

    @Override
    InstantSource clock(InstantSource host) {
        return pulse;
    }

    @Override
    boolean there() {
        return pulse.there();
    }

    @Override
    public void close() {
        pulse.close();
    }

    private String url() {
        return "jdbc:postgresql://" + store.hosts() + "/" + store.database();
    }

    private Properties properties(Duration longestAnswer) {
        var properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.put("user", store.login().user());
        properties.put("password", store.login().password());
        properties.put("socketTimeout", Long.toString(longestAnswer.toSeconds()));
        properties.putAll(store.options());
        return properties;
    }
}
