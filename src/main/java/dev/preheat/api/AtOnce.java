package dev.preheat.api;

import dev.preheat.own.TaskWatches;
import dev.preheat.tenancy.AccountName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The calls of an account that run at the same time, of those without a limit a minute: a few that read, so that one account
 * never holds all connections to the store, and some that write. More wait for their turn, for 5 s at most.
 */
public final class AtOnce {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Limits limits;
    private final Map<Kind, Places> places = new ConcurrentHashMap<>(); // two for each account of the configuration

    /** The limits of one account, for calls that read and for calls that write. */
    public record Limits(Limit reading, Limit writing) {
        /** Room for all watchers of an account, who reconnect at the same time after a restart, each by a call that reads. */
        public static final Limits DEFAULT = new Limits(new Limit(2, TaskWatches.MOST_WATCHERS), new Limit(16, 48));

        private Limit of(boolean reads) {
            return reads ? reading : writing;
        }
    }

    /** The most calls that run, and the most that wait besides. */
    public record Limit(int running, int waiting) {}

    /** A call's turn, which lasts until it is closed. */
    record Turn(Semaphore running, Semaphore all) implements AutoCloseable {
        @Override
        public void close() {
            running.release();
            all.release();
        }
    }

    private record Kind(AccountName account, boolean reads) {}

    private record Places(Semaphore running, Semaphore all) {
        static Places of(Limit limit) {
            return new Places(new Semaphore(limit.running(), true), new Semaphore(limit.running() + limit.waiting()));
        }
    }

    public AtOnce(Limits limits) {
        this.limits = limits;
    }

    /** The most calls that run at the same time, of those like a call by {@code method}. */
    int most(String method) {
        return limits.of(reads(method)).running();
    }

    /** Waits for the account's turn; empty if too many wait, or for too long. */
    Optional<Turn> enter(AccountName account, String method) {
        var kind = new Kind(account, reads(method));
        var of = places.computeIfAbsent(kind, _ -> Places.of(limits.of(kind.reads())));
        if (!of.all().tryAcquire()) {
            return Optional.empty();
        }
        if (acquire(of.running())) {
            return Optional.of(new Turn(of.running(), of.all()));
        }
        of.all().release();
        return Optional.empty();
    }

    private static boolean reads(String method) {
        return method.equals("GET");
    }

    private static boolean acquire(Semaphore running) {
        try {
            return running.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
