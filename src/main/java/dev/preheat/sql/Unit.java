package dev.preheat.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One caller's work, its result, and the wait for the flush. */
final class Unit<T> {
    /** The time to learn of a write that was being committed when the caller's patience ended. */
    private static final Duration IN_DOUBT = Duration.ofMillis(200);

    private final String key;
    private final Tx.Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
    private @Nullable T result;

    private enum Stage {
        OPEN,
        COMMITTING,
        WITHDRAWN
    }

    Unit(String key, Tx.Work<T> work) {
        this.key = key;
        this.work = work;
    }

    String key() {
        return key;
    }

    void run(Tx tx) throws SQLException {
        result = work.run(tx);
    }

    /** Begins the commit, after which its caller cannot withdraw it; false if that has happened already. */
    boolean commits() {
        return stage.compareAndSet(Stage.OPEN, Stage.COMMITTING);
    }

    /** Takes {@link #commits} back: it was not committed after all. */
    void reopen() {
        stage.compareAndSet(Stage.COMMITTING, Stage.OPEN);
    }

    boolean withdrawn() {
        return stage.get() == Stage.WITHDRAWN;
    }

    @SuppressWarnings("NullAway") // complete(null) is how a work without a result ends
    void done() {
        answer.complete(result);
    }

    void failed(Exception failure) {
        answer.completeExceptionally(failure);
    }

    /**
     * Waits, also when interrupted: a write that is being committed cannot be taken back. One that has not begun to commit
     * after {@code patience} is never written.
     */
    T await(Duration patience) {
        try {
            return await(System.nanoTime() + patience.toNanos());
        } catch (TimeoutException _) {
            if (stage.compareAndSet(Stage.OPEN, Stage.WITHDRAWN)) {
                throw new StoreException("the store is too slow", new SQLException("not written in " + patience));
            }
            return committed();
        } catch (ExecutionException failed) {
            throw thrown(failed);
        }
    }

    private T committed() {
        try {
            return await(System.nanoTime() + IN_DOUBT.toNanos());
        } catch (TimeoutException slow) {
            throw new StoreException("the store does not say whether it took the write", slow);
        } catch (ExecutionException failed) {
            throw thrown(failed);
        }
    }

    private T await(long until) throws TimeoutException, ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException bug
                ? bug
                : new StoreException("the store did not take the write", failed);
    }
}
