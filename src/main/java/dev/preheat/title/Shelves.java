package dev.preheat.title;

import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.tenancy.AccountName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Memory for what all fills and estimates keep of their titles: each has a shelf that grows with what its manifests lead to.
 *
 * <p>An account alone has half of it; several have equal shares, and one share stays free. Who keeps something may wait for
 * more, so whoever has kept something for longest gets more whatever there is: one always ends.
 */
public final class Shelves {
    public static final long OF_AN_OBJECT = 600; // beside its address: the target, and how it was seen stored
    static final long LARGEST = TitleSize.MOST_CHARACTERS + TitleSize.MOST_OBJECTS * OF_AN_OBJECT;

    private final long most;
    private final Set<Shelf> used = new LinkedHashSet<>(); // the oldest first
    private long taken;

    /** @param most how many bytes there are */
    Shelves(long most) {
        this.most = most;
    }

    /** How many bytes are kept now. */
    synchronized long taken() {
        return taken;
    }

    /** Makes something, as often as it takes. */
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws InterruptedException;
    }

    /** What was made, where it is kept; or how much more would be kept. */
    private record Made<T>(Optional<T> kept, long wanted) {}

    /** What one fill or estimate keeps, until closed. */
    public final class Shelf implements AutoCloseable {
        private final AccountName account;
        private long held;

        private Shelf(AccountName account) {
            this.account = account;
        }

        /** Whether so much more is kept from now on: there was room for it. */
        boolean takes(long bytes) {
            return take(this, bytes);
        }

        /** Waits until so much more is kept; with nothing in hand that another may wait for. */
        public void await(long bytes) throws InterruptedException {
            synchronized (Shelves.this) {
                while (!take(this, bytes)) {
                    Shelves.this.wait();
                }
            }
        }

        /**
         * Makes something that is kept, once more where it had to wait for room: what was made is let go meanwhile.
         *
         * @param weight how many bytes of what was made are kept
         */
        public <T> T keep(Attempt<T> attempt, ToLongFunction<T> weight) throws InterruptedException {
            long had = 0;
            while (true) {
                var made = made(attempt, weight, had);
                if (made.kept().isPresent()) {
                    return made.kept().get();
                }
                await(made.wanted());
                had += made.wanted();
            }
        }

        private <T> Made<T> made(Attempt<T> attempt, ToLongFunction<T> weight, long had) throws InterruptedException {
            var made = attempt.make();
            long more = weight.applyAsLong(made) - had;
            return more <= 0 || takes(more) ? new Made<>(Optional.of(made), 0) : new Made<>(Optional.empty(), more);
        }

        @Override
        public void close() {
            clear(this);
        }
    }

    /** An empty one. */
    Shelf of(AccountName account) {
        return new Shelf(account);
    }

    /** What this says leads to so much that is kept. */
    public static long weight(Manifest.Reading reading) {
        return reading instanceof Manifest.Read(var manifest) ? weight(manifest.references()) : 0;
    }

    private static long weight(List<Reference> references) {
        return references.stream()
                .mapToLong(one -> OF_AN_OBJECT + one.uri().toString().length())
                .sum();
    }

    // What several manifests of a title lead to is kept once: no title has more than the largest.
    private synchronized boolean take(Shelf shelf, long wanted) {
        long bytes = Math.min(wanted, LARGEST - shelf.held);
        if (!mayTake(shelf, bytes)) {
            return false;
        }
        shelf.held += bytes;
        taken += bytes;
        if (shelf.held > 0) {
            used.add(shelf);
        }
        return true;
    }

    private boolean mayTake(Shelf shelf, long bytes) {
        if (bytes == 0 || used.isEmpty() || used.iterator().next().equals(shelf)) {
            return true;
        }
        var accounts = new HashSet<>(Set.of(shelf.account));
        used.forEach(one -> accounts.add(one.account));
        long own = used.stream()
                .filter(one -> one.account.equals(shelf.account))
                .mapToLong(one -> one.held)
                .sum();
        return new Portion(most, taken, accounts.size()).has(own, bytes);
    }

    private synchronized void clear(Shelf shelf) {
        taken -= shelf.held;
        shelf.held = 0;
        used.remove(shelf);
        notifyAll();
    }
}
