package dev.preheat.accept;

import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AssetStore.Standing;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.FillTable.EarlyEnd;
import dev.preheat.preheat.TaskControl;
import dev.preheat.preheat.TaskId;
import dev.preheat.preheat.Witness;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stops the unfinished fills of streaming URLs that no published asset has any more.
 *
 * <p>A lost URL is noted in the transaction that loses it, so that no crash forgets it. The fills are looked through twice, the
 * second time ten seconds later: a task may have been accepted on what was read just before, and a fill may have moved in the
 * queue while it was looked through.
 */
public final class Withdrawals {
    private static final Duration SECOND_LOOK = Duration.ofSeconds(10);
    private static final int MOST_NOTES = 10_000;
    private static final int PAGE = 1_000;
    private static final int STOPPED_AT_ONCE = 200;
    private static final int LOOKED_AT_ONCE = 500;

    private static final String QUEUED = FillState.sql("""
            SELECT due_at, task_id, position, project_id, url FROM fill
            WHERE edge = :edge AND account = :account AND state < ENDED
                AND (due_at, task_id, position) > (:due, :task, :position)
            ORDER BY due_at, task_id, position LIMIT :page""");

    // A note that was written anew meanwhile is another.
    private static final String SAME =
            "WHERE project_id = :project AND match_hash = :hash AND due_at = :due AND looks = :looks";

    private final Database database;
    private final AssetStore assets;
    private final EdgeTree edges;
    private final TaskControl control;
    private final InstantSource clock;

    public Withdrawals(Database database, AssetStore assets, EdgeTree edges, TaskControl control, InstantSource clock) {
        this.control = control;
        this.database = database;
        this.assets = assets;
        this.edges = edges;
        this.clock = clock;
    }

    private record Note(Fill.Owner owner, String hash, String reason, Instant due, int looks) {
        static Note of(Row row) throws SQLException {
            var owner = new Fill.Owner(new AccountName(row.text("account")), new ProjectId(row.text("project_id")));
            return new Note(
                    owner, row.text("match_hash"), row.text("reason"), row.instant("due_at"), row.integer("looks"));
        }
    }

    /** A fill's place in the queue of its edge and account, and what it fills. */
    private record Queued(Instant due, String task, int position, String project, StreamingUrl url) {
        static final Queued BEFORE_ALL =
                new Queued(Instant.EPOCH, "", -1, "", StreamingUrl.stored("http://before.invalid/"));

        static Queued of(Row row) throws SQLException {
            return new Queued(
                    row.instant("due_at"),
                    row.text("task_id"),
                    row.integer("position"),
                    row.text("project_id"),
                    StreamingUrl.stored(row.text("url")));
        }

        String hash() {
            return AssetStore.matchHash(url);
        }
    }

    private record Stop(Queued fill, String reason) {}

    /** Notes, in the transaction of a change, the URLs that it takes from the catalogue. */
    static void note(Tx tx, Change change, Instant now) throws SQLException {
        var project = change.editor().project();
        for (var hash : change.lost()) {
            tx.sql("""
                    INSERT INTO withdrawal (project_id, match_hash, account, reason, due_at, looks)
                    VALUES (:project, :hash, :account, :reason, :now, 0) ON CONFLICT (project_id, match_hash) DO UPDATE SET
                    reason = excluded.reason, due_at = excluded.due_at, looks = 0""")
                    .with("project", project.id().value())
                    .with("hash", hash)
                    .with("account", project.account().value())
                    .with("reason", change.reason())
                    .with("now", now)
                    .update();
        }
    }

    /** Counts the lost URLs of the project that have not yet been seen to, no further than {@code most}. */
    static int waiting(Tx tx, ProjectId project, int most) throws SQLException {
        return tx.sql("""
                        SELECT COUNT(*) AS waiting FROM (
                            SELECT 1 AS one FROM withdrawal WHERE project_id = :project LIMIT :most) AS lost""")
                .with("project", project.value())
                .with("most", most)
                .first(row -> row.integer("waiting"))
                .orElse(0);
    }

    /** Stops the fills of URLs that were withdrawn since the last time, and returns how many there were. */
    public int carryOut() {
        int stopped = 0;
        var byOwner = due().stream().collect(Collectors.groupingBy(Note::owner));
        for (var owner : byOwner.entrySet()) {
            for (var edge : edges.edges()) {
                stopped += carryOut(owner.getKey(), edge, owner.getValue());
            }
            looked(owner.getValue());
        }
        return stopped;
    }

    // Some of each project: one that loses more than can be seen to at once holds up no other.
    private List<Note> due() {
        var now = clock.instant();
        return database.read(tx -> {
            var notes = new ArrayList<Note>();
            for (var project : tx.sql("SELECT DISTINCT project_id FROM withdrawal WHERE due_at <= :now")
                    .with("now", now)
                    .list(row -> row.text("project_id"))) {
                notes.addAll(tx.sql("""
                        SELECT project_id, match_hash, account, reason, due_at, looks FROM withdrawal
                        WHERE project_id = :project AND due_at <= :now LIMIT :most""")
                        .with("project", project)
                        .with("now", now)
                        .with("most", MOST_NOTES)
                        .list(Note::of));
            }
            return notes;
        });
    }

    private int carryOut(Fill.Owner owner, EdgeName edge, List<Note> notes) {
        var reasons = notes.stream().collect(Collectors.toMap(Note::hash, Note::reason));
        int stopped = 0;
        var page = List.of(Queued.BEFORE_ALL);
        do {
            page = queued(owner.account(), edge, page.getLast());
            stopped += stop(withdrawn(owner.project(), page, reasons));
        } while (page.size() == PAGE);
        return stopped;
    }

    private List<Queued> queued(AccountName account, EdgeName edge, Queued after) {
        return database.read(tx -> tx.sql(QUEUED)
                .with("edge", edge.value())
                .with("account", account.value())
                .with("due", after.due())
                .with("task", after.task())
                .with("position", after.position())
                .with("page", PAGE)
                .list(Queued::of));
    }

    private List<Stop> withdrawn(ProjectId project, List<Queued> page, Map<String, String> reasons) {
        var suspects = new ArrayList<Queued>();
        var seen = new HashMap<String, StreamingUrl>();
        for (var fill : page) {
            if (fill.project().equals(project.value()) && reasons.containsKey(fill.hash())) {
                suspects.add(fill);
                seen.put(fill.hash(), fill.url());
            }
        }
        var hashes = List.copyOf(seen.keySet());
        var standings = assets.standings(project, hashes.stream().map(seen::get).toList());
        return suspects.stream()
                .filter(fill -> standings.get(hashes.indexOf(fill.hash())) != Standing.PUBLISHED)
                .map(fill -> new Stop(fill, reasons.getOrDefault(fill.hash(), "")))
                .toList();
    }

    private int stop(List<Stop> fills) {
        int stopped = 0;
        for (int from = 0; from < fills.size(); from += STOPPED_AT_ONCE) {
            var some = fills.subList(from, Math.min(from + STOPPED_AT_ONCE, fills.size()));
            stopped += database.write("withdrawal", tx -> stop(tx, some));
        }
        return stopped;
    }

    private int stop(Tx tx, List<Stop> fills) throws SQLException {
        int stopped = 0;
        for (var stop : fills) {
            var task = new Witness.Subject(
                    new ProjectId(stop.fill().project()), new TaskId(stop.fill().task()));
            var why = new FillRecord.Failure(FailureClass.CANCELLED, stop.reason());
            stopped += control.endEarly(tx, EarlyEnd.ofFill(task, stop.fill().position(), why));
        }
        return stopped;
    }

    private void looked(List<Note> notes) {
        for (int from = 0; from < notes.size(); from += LOOKED_AT_ONCE) {
            var some = notes.subList(from, Math.min(from + LOOKED_AT_ONCE, notes.size()));
            database.write("withdrawal", tx -> {
                for (var note : some) {
                    looked(tx, note);
                }
                return some.size();
            });
        }
    }

    private void looked(Tx tx, Note note) throws SQLException {
        if (note.looks() == 0) {
            same(tx.sql("UPDATE withdrawal SET due_at = :second_look, looks = 1 " + SAME), note)
                    .with("second_look", clock.instant().plus(SECOND_LOOK))
                    .update();
        } else {
            same(tx.sql("DELETE FROM withdrawal " + SAME), note).update();
        }
    }

    private static Tx.Statement same(Tx.Statement statement, Note note) {
        return statement
                .with("project", note.owner().project().value())
                .with("hash", note.hash())
                .with("due", note.due())
                .with("looks", note.looks());
    }
}
