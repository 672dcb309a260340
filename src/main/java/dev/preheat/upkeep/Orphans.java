package dev.preheat.upkeep;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the unfinished fills of edges that no configuration has any more: nobody would ever claim them.
 *
 * <p>Of processes that share a store, each says with its sign of life which edges it knows, so that one with an older
 * configuration ends nothing of a new edge. Nothing is ended while a living one does not say so, and nothing of an edge that one
 * of them has known within five minutes: that process may only be restarting.
 */
public final class Orphans {
    private static final Logger log = LoggerFactory.getLogger(Orphans.class);
    private static final int ENDED_AT_ONCE = 200;

    /** The time in which no process of a shared store may have known an edge. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Database database;
    private final EdgeTree edges;
    private final Notices notices;
    private final InstantSource clock;
    private final Map<EdgeName, Instant> missed = new HashMap<>();

    public Orphans(Database database, EdgeTree edges, Notices notices, InstantSource clock) {
        this.database = database;
        this.edges = edges;
        this.notices = notices;
        this.clock = clock;
    }

    private record Orphan(Notices.Subject subject, int position) {
        static Orphan of(Row row) throws SQLException {
            var project = new ProjectId(row.text("project_id"));
            return new Orphan(new Notices.Subject(project, new TaskId(row.text("task_id"))), row.integer("position"));
        }
    }

    /** Ends them, and returns how many there were in each edge. */
    public Map<EdgeName, Integer> end() {
        var ended = new LinkedHashMap<EdgeName, Integer>();
        var known = known();
        var unknown = known.map(this::unknown).orElse(List.of());
        missed.keySet().retainAll(unknown);
        for (var edge : unknown) {
            if (isGone(edge)) {
                ended.put(edge, end(edge));
                log.warn(
                        "edge {} is no longer in the configuration: its {} fills that had not ended have failed",
                        edge,
                        ended.get(edge));
            }
        }
        return ended;
    }

    // Empty if a living process does not say what it knows, or has no edges to fill.
    private Optional<Set<EdgeName>> known() {
        var known = new HashSet<>(edges.edges());
        var told = database.shared() ? Processes.edges(database, clock.instant()) : List.<Set<EdgeName>>of();
        told.forEach(known::addAll);
        return edges.edges().isEmpty() || told.stream().anyMatch(Set::isEmpty) ? Optional.empty() : Optional.of(known);
    }

    private List<EdgeName> unknown(Set<EdgeName> known) {
        return withWork().stream().filter(edge -> !known.contains(edge)).toList();
    }

    private boolean isGone(EdgeName edge) {
        var now = clock.instant();
        var since = missed.get(edge);
        if (since == null) {
            missed.put(edge, now);
            return !database.shared() || waits(edge);
        }
        return !now.isBefore(since.plus(PATIENCE));
    }

    private static boolean waits(EdgeName edge) {
        log.warn(
                "edge {} has fills and is in the configuration of no process that lives: they end in {} minutes",
                edge,
                PATIENCE.toMinutes());
        return false;
    }

    // Each found by one step into the index, however many fills it has.
    private List<EdgeName> withWork() {
        return database.read(tx -> tx.query("""
                WITH RECURSIVE waiting (edge) AS (
                    SELECT MIN(edge) FROM fill WHERE state < 2
                    UNION ALL
                    SELECT (SELECT MIN(edge) FROM fill WHERE state < 2 AND edge > waiting.edge)
                    FROM waiting WHERE waiting.edge IS NOT NULL)
                SELECT edge FROM waiting WHERE edge IS NOT NULL""", row -> new EdgeName(row.text("edge"))));
    }

    private int end(EdgeName edge) {
        int ended = 0;
        int now;
        do {
            now = database.write("edge gone", tx -> endSome(tx, edge));
            ended += now;
        } while (now == ENDED_AT_ONCE);
        return ended;
    }

    private int endSome(Tx tx, EdgeName edge) throws SQLException {
        var orphans = tx.query(
                "SELECT project_id, task_id, position FROM fill WHERE edge = ? AND state < 2 LIMIT ?",
                Orphan::of,
                edge.value(),
                ENDED_AT_ONCE);
        var now = clock.instant();
        int ended = 0;
        for (var orphan : orphans) {
            ended += notices.around(tx, orphan.subject(), _ -> end(tx, orphan, edge, now)) ? 1 : 0;
        }
        FillQueue.letGo(tx, edges, now); // a process that knew it as a shield may have held more since we began
        return ended;
    }

    private static boolean end(Tx tx, Orphan orphan, EdgeName edge, Instant now) throws SQLException {
        return 1
                == tx.update(
                        """
                        UPDATE fill SET state = 3, epoch = epoch + 1, due_at = ?, failure = ?, reason = ?
                        WHERE task_id = ? AND position = ? AND state < 2""",
                        now,
                        FailureClass.EDGE_GONE.word(),
                        "edge " + edge + " is no longer in the configuration",
                        orphan.subject().task().value(),
                        orphan.position());
    }
}
