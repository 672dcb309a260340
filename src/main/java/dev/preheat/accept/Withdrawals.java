package dev.preheat.accept;

import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AssetStore.Standing;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill.Owner;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.Notices;
import dev.preheat.preheat.TaskId;
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
 * <p>What is lost stands in the table from the transaction on that lost it, so that no crash forgets it. The fills are looked
 * through twice, the second time ten seconds later: a task may have been accepted on what was read just before, and a fill
 * may have moved in the queue while it was looked through.
 */
public final class Withdrawals {
    private static final Duration SECOND_LOOK = Duration.ofSeconds(10);
    private static final int MOST_NOTES = 10_000;
    private static final int PAGE = 1_000;
    private static final int STOPPED_AT_ONCE = 200;
    private static final int LOOKED_AT_ONCE = 500;

    private final Database database;
    private final AssetStore assets;
    private final EdgeTree edges;
    private final Notices notices;
    private final InstantSource clock;

    public Withdrawals(Database database, AssetStore assets, EdgeTree edges, Notices notices, InstantSource clock) {
        this.notices = notices;
        this.database = database;
        this.assets = assets;
        this.edges = edges;
        this.clock = clock;
    }

    private record Note(Owner owner, String hash, String reason, Instant due, int looks) {
        static Note of(Row row) throws SQLException {
            var owner = new Owner(new AccountName(row.text("account")), new ProjectId(row.text("project_id")));
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

    /** Notes, in the transaction of a change, what it takes from the catalogue. */
    static void note(Tx tx, Change change, Instant now) throws SQLException {
        var project = change.editor().project();
        for (var hash : change.lost()) {
            tx.update("""
                    INSERT INTO withdrawal (project_id, match_hash, account, reason, due_at, looks)
                    VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (project_id, match_hash) DO UPDATE SET
                    reason = excluded.reason, due_at = excluded.due_at, looks = 0""", project.id().value(), hash, project.account().value(), change.reason(), now);
        }
    }

    /** How many lost URLs of the project have not yet been seen to, counted no further than {@code most}. */
    static int waiting(Tx tx, ProjectId project, int most) throws SQLException {
        return tx.queryOne(
                        "SELECT COUNT(*) AS waiting FROM (SELECT 1 AS one FROM withdrawal WHERE project_id = ? LIMIT ?) AS lost",
                        row -> row.integer("waiting"),
                        project.value(),
                        most)
                .orElse(0);
    }

    /** Stops what was withdrawn since the last time; returns how many fills that were. */
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

    // Some of each project: one that loses more than can be seen to at once is in nobody's way.
    private List<Note> due() {
        var now = clock.instant();
        return database.read(tx -> {
            var notes = new ArrayList<Note>();
            for (var project : tx.query(
                    "SELECT DISTINCT project_id FROM withdrawal WHERE due_at <= ?",
                    row -> row.text("project_id"),
                    now)) {
                notes.addAll(tx.query("""
                        SELECT project_id, match_hash, account, reason, due_at, looks FROM withdrawal
                        WHERE project_id = ? AND due_at <= ? LIMIT ?""", Note::of, project, now, MOST_NOTES));
            }
            return notes;
        });
    }

    private int carryOut(Owner owner, EdgeName edge, List<Note> notes) {
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
        return database.read(tx -> tx.query(
                """
                SELECT due_at, task_id, position, project_id, url FROM fill
                WHERE edge = ? AND account = ? AND state < 2 AND (due_at, task_id, position) > (?, ?, ?)
                ORDER BY due_at, task_id, position LIMIT ?""", Queued::of, edge.value(), account.value(), after.due(), after.task(), after.position(), PAGE));
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
            var subject = new Notices.Subject(
                    new ProjectId(stop.fill().project()), new TaskId(stop.fill().task()));
            stopped += notices.around(tx, subject, _ -> stop(tx, stop)) ? 1 : 0;
        }
        return stopped;
    }

    // Whoever carries one out now has lost it: its epoch is over.
    private boolean stop(Tx tx, Stop stop) throws SQLException {
        return 1
                == tx.update(
                        """
                        UPDATE fill SET state = ?, epoch = epoch + 1, due_at = ?, failure = ?, reason = ?
                        WHERE task_id = ? AND position = ? AND state < 2""",
                        FillState.FAILED.code(),
                        clock.instant(),
                        FailureClass.CANCELLED.word(),
                        stop.reason(),
                        stop.fill().task(),
                        stop.fill().position());
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
            tx.update(
                    """
                        UPDATE withdrawal SET due_at = ?, looks = 1
                        WHERE project_id = ? AND match_hash = ? AND due_at = ? AND looks = 0""",
                    clock.instant().plus(SECOND_LOOK),
                    note.owner().project().value(),
                    note.hash(),
                    note.due());
        } else {
            tx.update(
                    "DELETE FROM withdrawal WHERE project_id = ? AND match_hash = ? AND due_at = ? AND looks = ?",
                    note.owner().project().value(),
                    note.hash(),
                    note.due(),
                    note.looks());
        }
    }
}
