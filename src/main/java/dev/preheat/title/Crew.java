package dev.preheat.title;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** Works on many things at once, each on a virtual thread, at most {@code most} at a time; one thread hands out and takes in. */
public final class Crew implements AutoCloseable {
    private final int most;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Crew(int most) {
        this.most = most;
    }

    /** How many things are worked on at once. */
    public int most() {
        return most;
    }

    /** Does one thing. */
    @FunctionalInterface
    public interface Work<T, R> {
        R on(T thing) throws InterruptedException;
    }

    /**
     * Takes things from {@code next} until it has none and nothing is under way; {@code done} takes each result, and may make
     * {@code next} have more. When this thread is interrupted, so is all that is under way.
     */
    public <T, R> void work(Supplier<Optional<T>> next, Work<T, R> work, Consumer<R> done) throws InterruptedException {
        var results = new ExecutorCompletionService<R>(threads);
        var said = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()); // which task it is, for the log
        int underWay = 0;
        while (true) {
            for (var thing = next(underWay, next); thing.isPresent(); thing = next(underWay, next)) {
                var taken = thing.get();
                results.submit(() -> {
                    said.forEach(MDC::put);
                    return work.on(taken);
                });
                underWay++;
            }
            if (underWay == 0) {
                return;
            }
            done.accept(result(results));
            underWay--;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private <T> Optional<T> next(int underWay, Supplier<Optional<T>> next) {
        return underWay < most ? next.get() : Optional.empty();
    }

    private static <R> R result(ExecutorCompletionService<R> results) throws InterruptedException {
        try {
            return results.take().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedException stopped) {
                throw stopped;
            }
            throw new IllegalStateException("an object's fill broke", failed.getCause());
        }
    }
}
