package dev.preheat.upkeep;

import dev.preheat.loop.Loops;
import dev.preheat.sql.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of a shared store as this one sees them: every two seconds it says that it lives, and learns who else does. */
public final class Company implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Company.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Processes processes;
    private final Consumer<List<Set<String>>> living;
    private final Loops loops = new Loops();
    private List<Set<String>> known = List.of();

    /** @param living is told the regions of each that lives, at the start and whenever that changes */
    public Company(Processes processes, Consumer<List<Set<String>>> living) {
        this.processes = processes;
        this.living = living;
    }

    /** Begins; the first sign of life is given before this returns. */
    public void start() {
        known = processes.beat();
        living.accept(known);
        loops.begin("company", PAUSE, this::look);
    }

    @Override
    public void close() {
        loops.close();
        try {
            processes.leave();
        } catch (StoreException away) {
            log.debug("the store is away; the others will notice that this process has ended: {}", away.toString());
        }
    }

    // A longer pause after trouble would let the others take this process for dead once the store is back.
    private void look() {
        try {
            learn(processes.beat());
        } catch (StoreException away) {
            log.debug("the store is away; this process signs again later: {}", away.toString());
        }
    }

    private void learn(List<Set<String>> now) {
        if (now.size() != known.size() || !now.containsAll(known)) {
            log.info("{} processes share the store now; there were {}", now.size(), known.size());
            living.accept(now);
            known = now;
        }
    }
}
