package dev.preheat.preheat;

import dev.preheat.sql.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The processes that share a store, each with a sign of life every few seconds. */
public final class Processes {
    /** Who has given no sign for so long is dead to the others. */
    public static final Duration SILENCE = Duration.ofSeconds(10);

    private static final String SEPARATOR = "\n";

    private final Database database;
    private final String own = UUID.randomUUID().toString().replace("-", "");
    private final Set<String> regions;
    private final InstantSource clock;

    /** @param regions whose edges this process fills; empty for all */
    public Processes(Database database, Set<String> regions, InstantSource clock) {
        this.database = database;
        this.regions = Set.copyOf(regions);
        this.clock = clock;
    }

    /** Says that this process lives; the regions that each living one fills, this one among them. */
    public List<Set<String>> beat() {
        var now = clock.instant();
        return database.write(own, tx -> {
            tx.update("""
                    INSERT INTO process (process_id, beat_at, regions) VALUES (?, ?, ?)
                    ON CONFLICT (process_id) DO UPDATE SET beat_at = excluded.beat_at""", own, now, String.join(SEPARATOR, regions));
            return tx.query(
                    "SELECT regions FROM process WHERE beat_at > ?",
                    row -> row.text("regions").isEmpty()
                            ? Set.<String>of()
                            : Set.of(row.text("regions").split(SEPARATOR)),
                    now.minus(SILENCE));
        });
    }

    /** Says that it ends; who died long ago is forgotten too. */
    public void leave() {
        database.write(
                own,
                tx -> tx.update(
                        "DELETE FROM process WHERE process_id = ? OR beat_at < ?",
                        own,
                        clock.instant().minus(Duration.ofDays(1))));
    }
}
