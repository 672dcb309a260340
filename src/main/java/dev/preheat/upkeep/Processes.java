package dev.preheat.upkeep;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The processes that share a store, each with a sign of life every few seconds. */
public final class Processes {
    /** The silence after which a process counts as dead. */
    public static final Duration SILENCE = Duration.ofSeconds(10);

    private static final String SEPARATOR = "\n";

    private final Database database;
    private final String own = UUID.randomUUID().toString().replace("-", "");
    private final Set<String> regions;
    private final String edges;
    private final InstantSource clock;

    /**
     * @param regions the regions whose edges this process fills; empty for all
     * @param edges all edges of its configuration
     */
    public Processes(Database database, Set<String> regions, EdgeTree edges, InstantSource clock) {
        this.database = database;
        this.regions = Set.copyOf(regions);
        this.edges = edges.edges().stream().map(EdgeName::value).collect(Collectors.joining(SEPARATOR));
        this.clock = clock;
    }

    /** Says that this process lives, and returns the regions that each living one fills, this one among them. */
    public List<Set<String>> beat() {
        var now = clock.instant();
        return database.write(own, tx -> {
            tx.update("""
                    INSERT INTO process (process_id, beat_at, regions, edges) VALUES (?, ?, ?, ?)
                    ON CONFLICT (process_id) DO UPDATE SET beat_at = excluded.beat_at""", own, now, String.join(SEPARATOR, regions), edges);
            return tx.query(
                    "SELECT regions FROM process WHERE beat_at > ? AND beat_at < ?",
                    row -> row.text("regions").isEmpty()
                            ? Set.<String>of()
                            : Set.of(row.text("regions").split(SEPARATOR)),
                    now.minus(SILENCE),
                    now.plus(SILENCE)); // a sign of a time to come was given before the clock was set back
        });
    }

    /** The edges that each living process knows; none for one that does not say. */
    static List<Set<EdgeName>> edges(Database database, Instant now) {
        return database.read(tx -> tx.query(
                "SELECT edges FROM process WHERE beat_at > ? AND beat_at < ?",
                row -> row.text("edges").lines().map(EdgeName::new).collect(Collectors.toUnmodifiableSet()),
                now.minus(SILENCE),
                now.plus(SILENCE)));
    }

    /** Says that this process ends, and forgets those that died long ago. */
    public void leave() {
        database.write(
                own,
                tx -> tx.update(
                        "DELETE FROM process WHERE process_id = ? OR beat_at < ?",
                        own,
                        clock.instant().minus(Duration.ofDays(1))));
    }
}
