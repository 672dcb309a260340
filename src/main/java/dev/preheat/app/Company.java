package dev.preheat.app;

import dev.preheat.sql.StoreException;
import dev.preheat.upkeep.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other processes every two seconds that this one lives, and this one who else does. */
final class Company implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Company.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Processes processes;
    private final Consumer<List<Set<String>>> living;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param living is told the regions of each that lives, at the start and whenever that changes */
    Company(Processes processes, Consumer<List<Set<String>>> living) {
        this.processes = processes;
        this.living = living;
    }

    void start() {
        var first = processes.beat();
        living.accept(first);
        Thread.ofVirtual().name("company").start(() -> run(first));
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            processes.leave();
        } catch (StoreException away) {
            log.debug("the others find out by themselves: {}", away.toString());
        }
    }

    private void run(List<Set<String>> first) {
        var known = first;
        while (!stopped()) {
            try {
                var now = processes.beat();
                if (now.size() != known.size() || !now.containsAll(known)) {
                    log.info("{} processes share the store now, {} did", now.size(), known.size());
                    living.accept(now);
                    known = now;
                }
            } catch (StoreException away) {
                log.debug("the store is away, the next sign of life is later: {}", away.toString());
            } catch (RuntimeException bug) {
                log.error("a sign of life stumbled and goes on", bug);
            }
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
