package dev.preheat.e2e;

import dev.preheat.testing.Awaits;
import dev.preheat.testing.Postgres;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL and its standby, which every commit waits for; when one dies the other takes over, and a new one follows. */
final class Pair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] SETTINGS = {"max_connections=300", "wal_retrieve_retry_interval=200ms"};
    private static final String DATABASE = "preheat";

    private final Postgres[] places = new Postgres[2];
    private int primary;

    private Pair() {
        places[0] = Postgres.start(SETTINGS);
        places[0].execute("CREATE DATABASE " + DATABASE);
        follow();
    }

    static Pair start() {
        return new Pair();
    }

    /** The port of the server in a place, 0 or 1, as it is now. */
    int port(int place) {
        return places[place].port();
    }

    /** Ends the one that takes writes, in good order or not, and starts it again. */
    void restart(boolean inGoodOrder) {
        if (inGoodOrder) {
            places[primary].stop();
        } else {
            places[primary].kill();
        }
        places[primary].again();
    }

    /** The one that takes writes dies; the other takes its place, and gets a standby of its own. */
    void promote() {
        places[primary].kill();
        var dead = places[primary];
        primary = 1 - primary;
        places[primary].promote();
        places[primary].execute("ALTER SYSTEM RESET synchronous_standby_names");
        places[primary].execute("SELECT pg_reload_conf()");
        dead.close();
        follow();
    }

    /** The first column of what a query finds. */
    List<String> texts(String sql) {
        return places[primary].texts(DATABASE, sql);
    }

    int number(String sql) {
        return Integer.parseInt(texts(sql).getFirst());
    }

    @Override
    public void close() {
        for (var place : places) {
            place.close();
        }
    }

    // Only when it has caught up do commits wait for it: before, they would wait for the copy to be made.
    private void follow() {
        places[1 - primary] = places[primary].standby(SETTINGS);
        places[primary].execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        places[primary].execute("SELECT pg_reload_conf()");
        Awaits.await(
                "the standby follows",
                PATIENCE,
                () -> number("SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1);
    }
}
