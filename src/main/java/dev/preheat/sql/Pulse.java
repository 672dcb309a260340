package dev.preheat.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a server, which is asked for it every two seconds: the clock of all processes that share the server, and a sign
 * that it is there.
 *
 * <p>Between two answers time goes on as this machine counts nanoseconds, whatever its clock says. It is right within half the
 * time that an answer takes. It has a loop of its own, as this package knows no other.
 */
final class Pulse implements InstantSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String TIME =
            "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now WHERE NOT pg_is_in_recovery()";

    private final Opener opener;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Beat last;
    private volatile boolean there = true;
    private @Nullable Tx open;

    private record Beat(Instant at, long nanos) {}

    /** Opens a connection for a question that has a short answer. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    /** Begins; fails if the server does not tell the time. */
    Pulse(Opener opener) throws SQLException {
        this.opener = opener;
        last = beat();
        Thread.ofVirtual().name("pulse").start(this::run);
    }

    @Override
    public Instant instant() {
        var beat = last;
        return beat.at().plusNanos(System.nanoTime() - beat.nanos());
    }

    /** True if it answered when it was last asked. */
    boolean there() {
        return there;
    }

    @Override
    public void close() {
        stopping.countDown();
    }

    private void run() {
        while (!stopped()) {
            try {
                last = beat();
                note(true, "");
            } catch (SQLException away) {
                forget();
                note(false, String.valueOf(away.getMessage()));
            }
        }
        forget();
    }

    private void note(boolean answers, String why) {
        if (answers != there) {
            there = answers;
            if (answers) {
                log.info("the store is back");
            } else {
                log.warn("the store is away: {}", why);
            }
        }
    }

    private Beat beat() throws SQLException {
        var tx = open == null ? new Tx(opener.open(), NamedText::parse) : open;
        open = tx;
        long asked = System.nanoTime();
        var now = tx.sql(TIME)
                .first(row -> row.instant("now"))
                .orElseThrow(() -> new SQLException("it is a standby, and takes no writes"));
        long answered = System.nanoTime();
        return new Beat(now, asked + (answered - asked) / 2);
    }

    private void forget() {
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException broken) {
                log.debug("close", broken);
            }
            open = null;
        }
    }

    private boolean stopped() {
        try {
            return stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
