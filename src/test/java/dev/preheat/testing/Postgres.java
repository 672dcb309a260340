package dev.preheat.testing;

import dev.preheat.sql.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL (Debian's package) on a free loopback port, its cluster made by initdb in a directory of its own; gone,
 * directory and all, when closed, or when this JVM ends.
 *
 * <p>It refuses to run as root: started by root it runs as nobody.
 */
public final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    static final String SUPERUSER = "postgres";

    private final Path dir;
    private final int port;
    private final List<String> settings;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread lastResort = new Thread(this::discard);
    private Process process;

    private Postgres(Path dir, List<String> settings) {
        this.dir = dir;
        this.port = FreePorts.next();
        this.settings = List.copyOf(settings);
        Runtime.getRuntime().addShutdownHook(lastResort);
        process = run();
    }

    private static final class Shared {
        // durability is not what tests of one process are about, and the disk is slow
        private static final Postgres SERVER = Postgres.start("fsync=off", "max_connections=300");
    }

    /** The server of all tests of this JVM that only need some database. */
    public static Postgres shared() {
        return Shared.SERVER;
    }

    /** A new server with these lines of postgresql.conf. */
    public static Postgres start(String... settings) {
        var dir = newDirectory();
        Commands.run(
                dir,
                asUser(program("initdb"), "-D", dir + "/data", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "-N"));
        return new Postgres(dir, List.of(settings));
    }

    /** A new streaming standby of this one, which must allow it, with these lines besides. */
    public Postgres standby(String... more) {
        var replica = newDirectory();
        Commands.run(
                replica,
                asUser(
                        program("pg_basebackup"),
                        "-D",
                        replica + "/data",
                        "-d",
                        "host=127.0.0.1 user=postgres application_name=standby port=" + port,
                        "-R",
                        "-X",
                        "stream",
                        "-c",
                        "fast"));
        return new Postgres(replica, List.of(more));
    }

    /** Makes a standby the one that takes writes; returns when it does. */
    public void promote() {
        Commands.run(dir, asUser(program("pg_ctl"), "promote", "-w", "-D", dir + "/data"));
    }

    /** A database that is new, and empty. */
    public Store.Postgres newDatabase() {
        var name = "preheat_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return database(name);
    }

    /** A database of this name. */
    public Store.Postgres database(String name) {
        return new Store.Postgres(address(), name, new Store.Role(SUPERUSER, ""), Map.of());
    }

    /** Where it listens, as in {@code 127.0.0.1:23456}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Runs a statement as its superuser. */
    public void execute(String sql) {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + address() + "/postgres", SUPERUSER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    /** The first column of what a query finds in one of its databases. */
    public List<String> texts(String database, String sql) {
        var url = "jdbc:postgresql://" + address() + "/" + database;
        try (var connection = DriverManager.getConnection(url, SUPERUSER, "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException broken) {
            throw new IllegalStateException(sql, broken);
        }
    }

    /** Ends it as a power cut would. */
    public void kill() {
        signal("STOP"); // else it may have one more child after they are counted, which keeps its memory in use
        var all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaits.await("PostgreSQL is dead", PATIENCE, () -> !process.isAlive());
        Awaits.await("all of it", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Ends it in good order, with its connections. */
    public void stop() {
        signal("INT");
        Awaits.await("PostgreSQL has stopped", PATIENCE, () -> !process.isAlive());
    }

    /** Starts it again; returns when it answers. */
    public void again() {
        process = run();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        discard();
    }

    private void discard() {
        try {
            signal("QUIT");
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Trees.delete(dir);
    }

    private Process run() {
        var command = new ArrayList<>(List.of(asUser(
                program("postgres"),
                "-D",
                dir + "/data",
                "-p",
                "" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=")));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        try {
            var log = dir.resolve("postgres.log").toFile();
            var started = new ProcessBuilder(command)
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            Awaits.await("PostgreSQL answers at " + address(), PATIENCE, () -> answers(started));
            return started;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private boolean answers(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError("PostgreSQL ended at once: " + Cache.read(dir.resolve("postgres.log")));
        }
        try (var connection =
                DriverManager.getConnection("jdbc:postgresql://" + address() + "/postgres", SUPERUSER, "")) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    private void signal(String name) {
        if (process.isAlive()) {
            Commands.run(dir, "kill", "-" + name, Long.toString(process.pid()));
        }
    }

    private static String[] asUser(String... command) {
        var all = new ArrayList<>(Cache.ROOT ? AS_NOBODY : List.<String>of());
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    private static Path newDirectory() {
        var dir = Cache.newDirectory("postgres");
        try {
            if (Cache.ROOT) {
                Files.setOwner(
                        dir, dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            }
            return dir;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A program of the newest PostgreSQL that Debian has put here, else of the PATH. */
    static String program(String name) {
        if (!Files.isDirectory(DEBIAN)) {
            return Cache.program(name, "postgresql");
        }
        try (var versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.comparing(Path::toString))
                    .map(Path::toString)
                    .orElseGet(() -> Cache.program(name, "postgresql"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
