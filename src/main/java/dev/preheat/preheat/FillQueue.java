package dev.preheat.preheat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.sql.Database;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Fills as rows: the queue of each edge and the truth about each fill. Every change is one guarded statement, and its row
 * count is read.
 *
 * <p>The fill of an edge behind a shield is held until the shield's fill of that URL has ended, well or not: held, it is due
 * in a year that will not come.
 */
public final class FillQueue {
    /** How long a claim holds without being renewed. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** When a fill is due that waits for its shield's. */
    public static final Instant HELD = Instant.parse("9999-12-31T00:00:00Z");

    private static final int LONGEST_REASON = 1_000;

    private final Database database;
    private final EdgeTree edges;
    private final Notices notices;
    private final InstantSource clock;

    /** A queue of which no webhook is told. */
    public FillQueue(Database database, EdgeTree edges, InstantSource clock) {
        this(database, edges, Notices.none(), clock);
    }

    public FillQueue(Database database, EdgeTree edges, Notices notices, InstantSource clock) {
        this.database = database;
        this.edges = edges;
        this.notices = notices;
        this.clock = clock;
    }

    /** The accounts that have fills due in an edge; each found by one step into the index, however many fills it has. */
    public List<AccountName> accountsDue(EdgeName edge) {
        return database.read(tx -> tx.query(
                """
                WITH RECURSIVE waiting (account) AS (
                    SELECT MIN(account) FROM fill WHERE edge = ? AND state < 2
                    UNION ALL
                    SELECT (SELECT MIN(account) FROM fill WHERE edge = ? AND state < 2 AND account > waiting.account)
                    FROM waiting WHERE waiting.account IS NOT NULL)
                SELECT account FROM waiting WHERE account IS NOT NULL AND EXISTS (
                    SELECT 1 FROM fill WHERE edge = ? AND state < 2 AND fill.account = waiting.account AND due_at <= ?)""",
                row -> new AccountName(row.text("account")),
                edge.value(),
                edge.value(),
                edge.value(),
                clock.instant()));
    }

    /**
     * Takes at most {@code most} due fills of an account in an edge for {@link #LEASE}, the longest due first.
     *
     * <p>What another has under way there, of the same URL, is left until that has ended: an edge as shipped would ask the
     * origin twice. So that two cannot begin it at once, one process at a time takes fills of an edge.
     */
    public List<Fill> claim(EdgeName edge, AccountName account, int most) {
        var now = clock.instant();
        return database.alone(
                "claim " + edge,
                tx -> tx.query(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT task_id, position FROM fill
                            WHERE edge = ? AND account = ? AND state < 2 AND due_at <= ? AND url NOT IN (
                                SELECT url FROM fill AS other WHERE other.edge = ? AND other.state = 1 AND other.due_at > ?)
                            ORDER BY due_at, task_id, position LIMIT ? FOR UPDATE SKIP LOCKED)
                        UPDATE fill SET state = 1, epoch = epoch + 1, due_at = ?,
                            attempt = attempt + CASE WHEN state = 0 THEN 1 ELSE 0 END
                        FROM due WHERE fill.task_id = due.task_id AND fill.position = due.position
                        RETURNING fill.task_id, fill.position, project_id, account, url, edge, epoch, attempt""",
                        FillQueue::claimed,
                        edge.value(),
                        account.value(),
                        now,
                        edge.value(),
                        now,
                        most,
                        now.plus(LEASE)));
    }

    /** Renews the lease and notes the progress; false when the fill is no longer the claimer's. */
    public boolean renew(Fill fill, Progress progress) {
        return changing(
                fill,
                tx -> 1
                        == tx.update(
                                """
                        UPDATE fill SET due_at = ?, objects_done = ?, objects_known = ?, bytes_done = ?, bytes_received = ?,
                            seconds_done = ?, seconds_known = ?, first_seconds_at = COALESCE(first_seconds_at, ?),
                            objects_skipped = ?, objects_left_out = ?, omitted = ?, live = ?
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""",
                                clock.instant().plus(LEASE),
                                progress.objectsDone(),
                                progress.objectsKnown(),
                                progress.bytesDone(),
                                progress.bytesReceived(),
                                progress.play().secondsDone(),
                                progress.play().secondsKnown(),
                                progress.play().firstSecondsAt(),
                                progress.omitted().skipped(),
                                progress.omitted().leftOut(),
                                progress.omitted().what().map(FillQueue::shortened),
                                code(progress),
                                fill.task().value(),
                                fill.position(),
                                fill.epoch()));
    }

    /** Writes that the fill was proved; false when it is no longer the claimer's. */
    public boolean succeed(Fill fill, Proved outcome) {
        return ended(
                fill,
                new Ending(
                        FillState.SUCCEEDED,
                        clock.instant(),
                        outcome.progress(),
                        Optional.of(outcome.proof()),
                        Optional.empty()));
    }

    /** Writes that the fill failed for good; false when it is no longer the claimer's. */
    public boolean fail(Fill fill, Failed outcome) {
        return ended(
                fill,
                new Ending(
                        FillState.FAILED, clock.instant(), outcome.progress(), Optional.empty(), Optional.of(outcome)));
    }

    /** Writes that an attempt failed and another may begin at {@code due}; false when it is no longer the claimer's. */
    public boolean again(Fill fill, Failed outcome, Instant due) {
        var ending = new Ending(FillState.WAITING, due, outcome.progress(), Optional.empty(), Optional.of(outcome));
        return changing(fill, tx -> end(tx, fill, ending));
    }

    /** Gives a claim back as if it had never been taken; false when it is no longer the claimer's. */
    public boolean release(Fill fill) {
        return 1
                == database.write(
                        key(fill),
                        tx -> tx.update("""
                        UPDATE fill SET state = 0, due_at = ?, attempt = attempt - 1
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""", clock.instant(), fill.task().value(), fill.position(), fill.epoch()));
    }

    /**
     * Begins: what was held back for a shield that the configuration has no more is due, and on a store that only this
     * process can hold so is all that is leased, as whoever held it is dead. Returns how many leases those were.
     */
    public int resume() {
        return database.write(tx -> {
            letGo(tx, edges, clock.instant());
            return database.shared() ? 0 : tx.update("UPDATE fill SET due_at = ? WHERE state = 1", clock.instant());
        });
    }

    /** Makes due what is held for a shield that has nothing of it to do. */
    public static void letGo(Tx tx, EdgeTree edges, Instant now) throws SQLException {
        for (var edge : edges.edges()) {
            letGo(tx, edge, edges.shield(edge), now);
        }
    }

    private static void letGo(Tx tx, EdgeName edge, Optional<EdgeName> shield, Instant now) throws SQLException {
        tx.update("""
                UPDATE fill SET due_at = ? WHERE edge = ? AND state = 0 AND due_at = ? AND NOT EXISTS (
                    SELECT 1 FROM fill AS other WHERE other.task_id = fill.task_id AND other.url = fill.url
                    AND other.edge = ? AND other.state < 2)""", now, edge.value(), HELD, shield.map(EdgeName::value).orElse(""));
    }

    private static Fill claimed(Row row) throws SQLException {
        return new Fill(
                new TaskId(row.text("task_id")),
                row.integer("position"),
                new Fill.Owner(new AccountName(row.text("account")), new ProjectId(row.text("project_id"))),
                StreamingUrl.stored(row.text("url")),
                new EdgeName(row.text("edge")),
                row.integer("epoch"),
                row.integer("attempt"));
    }

    private record Ending(
            FillState state, Instant due, Progress progress, Optional<Proof> proof, Optional<Failed> failed) {}

    // The edges behind this one follow in the same transaction: no crash can leave them waiting.
    private boolean ended(Fill fill, Ending ending) {
        return changing(fill, tx -> {
            boolean ended = end(tx, fill, ending);
            if (ended) {
                for (var next : edges.behind(fill.edge())) {
                    tx.update(
                            """
                            UPDATE fill SET due_at = ?
                            WHERE task_id = ? AND url = ? AND edge = ? AND state = 0 AND due_at = ?""",
                            clock.instant(),
                            fill.task().value(),
                            fill.url().given(),
                            next.value(),
                            HELD);
                }
            }
            return ended;
        });
    }

    private static boolean end(Tx tx, Fill fill, Ending ending) throws SQLException {
        var proof = ending.proof();
        var copy = proof.map(Proof::copy);
        return 1
                == tx.update(
                        """
                        UPDATE fill SET state = ?, due_at = ?, objects_done = ?, objects_known = ?, bytes_done = ?,
                            bytes_received = ?, seconds_done = ?, seconds_known = ?,
                            first_seconds_at = COALESCE(first_seconds_at, ?), objects_skipped = ?, objects_left_out = ?,
                            omitted = ?, live = ?, failure = ?, reason = ?, proof = ?, proved_at = ?, fresh_until = ?,
                            proof_etag = ?, proof_length = ?, proof_age = ?
                        WHERE task_id = ? AND position = ? AND epoch = ? AND state = 1""",
                        ending.state().code(),
                        ending.due(),
                        ending.progress().objectsDone(),
                        ending.progress().objectsKnown(),
                        ending.progress().bytesDone(),
                        ending.progress().bytesReceived(),
                        ending.progress().play().secondsDone(),
                        ending.progress().play().secondsKnown(),
                        ending.progress().play().firstSecondsAt(),
                        ending.progress().omitted().skipped(),
                        ending.progress().omitted().leftOut(),
                        ending.progress().omitted().what().map(FillQueue::shortened),
                        code(ending.progress()),
                        ending.failed().map(failed -> failed.failure().word()),
                        ending.failed().map(failed -> shortened(failed.reason())),
                        proof.map(one -> one.kind().word()),
                        proof.map(Proof::at),
                        proof.flatMap(Proof::freshUntil),
                        copy.flatMap(Proof.Copy::etag).map(FillQueue::shortened),
                        copy.flatMap(Proof.Copy::length),
                        copy.flatMap(Proof.Copy::age).map(Duration::toSeconds),
                        fill.task().value(),
                        fill.position(),
                        fill.epoch());
    }

    private boolean changing(Fill fill, Tx.Work<Boolean> change) {
        return database.write(key(fill), tx -> notices.around(tx, Notices.Subject.of(fill), change));
    }

    private static int code(Progress progress) {
        return progress.play().live() ? 1 : 0;
    }

    private static String key(Fill fill) {
        return "fill " + fill.task() + "/" + fill.position();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
