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
 * How many calls of an account are carried out at the same time, of those that have no limit a minute: a few that read, so
 * that they never have all connections to the store, and some that write. More wait for their turn, for 5 s at most.
 */
public final class AtOnce {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Limits limits;
    private final Map<Kind, Turns> turns = new ConcurrentHashMap<>(); // two for each account of the configuration

    /** At the same time, of one account: calls that read, and calls that write. */
    public record Limits(Places reading, Places writing) {
        /** After a restart all watchers of an account come back at once, each by a call that reads. */
        public static final Limits DEFAULT = new Limits(new Places(2, TaskWatches.MOST_WATCHERS), new Places(16, 48));

        private Places of(Kind kind) {
            return kind.reads() ? reading : writing;
        }
    }

    /** Of one kind of calls, at most so many are under way and so many more wait. */
    public record Places(int underWay, int waiting) {}

    sealed interface Verdict {}

    /** It may go on, until it is closed. */
    record Admitted(Semaphore places, Semaphore all) implements Verdict, AutoCloseable {
        @Override
        public void close() {
            places.release();
            all.release();
        }
    }

    record Refused(int most) implements Verdict {}

    private record Kind(AccountName account, boolean reads) {}

    private record Turns(Semaphore places, Semaphore all) {
        static Turns of(Places most) {
            return new Turns(new Semaphore(most.underWay(), true), new Semaphore(most.underWay() + most.waiting()));
        }
    }

    public AtOnce(Limits limits) {
        this.limits = limits;
    }

    /** Waits for the account's turn. */
    Verdict enter(AccountName account, String method) {
        var kind = new Kind(account, method.equals("GET"));
        var places = limits.of(kind);
        int most = places.underWay();
        var its = turns.computeIfAbsent(kind, _ -> Turns.of(places));
        if (!its.all().tryAcquire()) {
            return new Refused(most);
        }
        return entered(its).<Verdict>map(admitted -> admitted).orElseGet(() -> {
            its.all().release();
            return new Refused(most);
        });
    }

    private static Optional<Admitted> entered(Turns its) {
        try {
            return its.places().tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(new Admitted(its.places(), its.all()))
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
