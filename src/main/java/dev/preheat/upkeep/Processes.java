package dev.preheat.upkeep;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The processes that share a store, each with a sign of life every few seconds. */
public final class Processes {
    /** A process that has given no sign for so long is dead to the others. */
    public static final Duration SILENCE = Duration.ofSeconds(10);

    private static final String SEPARATOR = "\n";

    private final Database database;
    private final String own = UUID.randomUUID().toString().replace("-", "");
    private final Set<String> regions;
    private final String edges;
    private final InstantSource clock;

    /**
     * @param regions those whose edges this process fills; empty for all
     * @param edges all of its configuration
     */
    public Processes(Database database, Set<String> regions, EdgeTree edges, InstantSource clock) {
        this.database = database;
        this.regions = Set.copyOf(regions);
        this.edges = edges.edges().stream().map(EdgeName::value).collect(Collectors.joining(SEPARATOR));
        this.clock = clock;
    }

    /** Gives a sign of life, and returns the regions that each living process fills, this one among them. */
    public List<Set<String>> beat() {
        var now = clock.instant();
        return database.write(own, tx -> {
            tx.sql("""
                    INSERT INTO process (process_id, beat_at, regions, edges) VALUES (:process, :now, :regions, :edges)
                    ON CONFLICT (process_id) DO UPDATE SET beat_at = excluded.beat_at""")
                    .with("process", own)
                    .with("now", now)
                    .with("regions", String.join(SEPARATOR, regions))
                    .with("edges", edges)
                    .update();
            return living(tx, "regions", now)
                    .list(row -> row.text("regions").isEmpty()
                            ? Set.<String>of()
                            : Set.of(row.text("regions").split(SEPARATOR)));
        });
    }

    /** The edges that each living process knows; none for one that does not say. */
    static List<Set<EdgeName>> edges(Database database, Instant now) {
        return database.read(tx -> living(tx, "edges", now)
                .list(row -> row.text("edges").lines().map(EdgeName::new).collect(Collectors.toUnmodifiableSet())));
    }

    // A sign of a time to come was given before the clock was set back.
    private static Tx.Statement living(Tx tx, String column, Instant now) {
        return tx.sql("SELECT " + column + " FROM process WHERE beat_at > :from AND beat_at < :until")
                .with("from", now.minus(SILENCE))
                .with("until", now.plus(SILENCE));
    }

    /** Says that this process ends, and forgets those that died long ago. */
    public void leave() {
        database.write(
                own,
                tx -> tx.sql("DELETE FROM process WHERE process_id = :own OR beat_at < :long_ago")
                        .with("own", own)
                        .with("long_ago", clock.instant().minus(Duration.ofDays(1)))
                        .update());
    }
}
