package dev.preheat.preheat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.FillTable.Ending;
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
 * The queue of fills of each edge, and the claims on them. Every change is one guarded statement, and its row count is read.
 *
 * <p>The fill of an edge behind a shield is held until the shield's fill of that URL has ended, well or not.
 */
public final class FillQueue {
    /** The time a claim holds without being renewed. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final String ACCOUNTS_DUE = FillState.sql("""
            WITH RECURSIVE waiting (account) AS (
                SELECT MIN(account) FROM fill WHERE edge = :edge AND state < ENDED
                UNION ALL
                SELECT (SELECT MIN(account) FROM fill WHERE edge = :edge AND state < ENDED AND account > waiting.account)
                FROM waiting WHERE waiting.account IS NOT NULL)
            SELECT account FROM waiting WHERE account IS NOT NULL AND EXISTS (
                SELECT 1 FROM fill WHERE edge = :edge AND state < ENDED AND fill.account = waiting.account AND due_at <= :now)""");

    private static final String CLAIM = FillState.sql("""
            WITH due AS MATERIALIZED (
                SELECT task_id, position FROM fill
                WHERE edge = :edge AND account = :account AND state < ENDED AND due_at <= :now AND url NOT IN (
                    SELECT url FROM fill AS other
                    WHERE other.edge = :edge AND other.state = RUNNING AND other.due_at > :now)
                ORDER BY due_at, task_id, position LIMIT :most FOR UPDATE SKIP LOCKED)
            UPDATE fill SET state = RUNNING, epoch = epoch + 1, due_at = :lease_end,
                attempt = attempt + CASE WHEN state = WAITING THEN 1 ELSE 0 END
            FROM due WHERE fill.task_id = due.task_id AND fill.position = due.position
            RETURNING fill.task_id, fill.position, project_id, account, url, edge, epoch, attempt""");

    private static final String RELEASE = FillState.sql("""
            UPDATE fill SET state = WAITING, due_at = :now, attempt = attempt - 1
            WHERE task_id = :task AND position = :position AND epoch = :epoch AND state = RUNNING""");

    private static final String END_LEASES = FillState.sql("UPDATE fill SET due_at = :now WHERE state = RUNNING");

    private static final String LET_GO = FillState.sql("""
            UPDATE fill SET due_at = :now
            WHERE task_id = :task AND url = :url AND edge = :edge AND state = WAITING AND due_at = :held""");

    private static final String LET_GO_ALL = FillState.sql("""
            UPDATE fill SET due_at = :now WHERE edge = :edge AND state = WAITING AND due_at = :held AND NOT EXISTS (
                SELECT 1 FROM fill AS other WHERE other.task_id = fill.task_id AND other.url = fill.url
                AND other.edge = :shield AND other.state < ENDED)""");

    private final Database database;
    private final EdgeTree edges;
    private final Witness witness;
    private final InstantSource clock;

    public FillQueue(Database database, EdgeTree edges, Witness witness, InstantSource clock) {
        this.database = database;
        this.edges = edges;
        this.witness = witness;
        this.clock = clock;
    }

    /** The accounts that have fills due in an edge; each is one step into the index, however many fills it has. */
    public List<AccountName> accountsDue(EdgeName edge) {
        return database.read(tx -> tx.sql(ACCOUNTS_DUE)
                .with("edge", edge.value())
                .with("now", clock.instant())
                .list(row -> new AccountName(row.text("account"))));
    }

    /**
     * Claims at most {@code most} due fills of an account in an edge for {@link #LEASE}, the longest due first.
     *
     * <p>A URL that another fill has under way there is left until that has ended: an edge as shipped would ask the origin
     * twice. So that two cannot begin it at once, one process at a time claims fills of an edge.
     */
    public List<Fill> claim(EdgeName edge, AccountName account, int most) {
        var now = clock.instant();
        return database.alone(
                "claim " + edge,
                tx -> tx.sql(CLAIM)
                        .with("edge", edge.value())
                        .with("account", account.value())
                        .with("now", now)
                        .with("most", most)
                        .with("lease_end", now.plus(LEASE))
                        .list(FillQueue::claimed));
    }

    /** Renews the lease and notes the progress; false if the fill is no longer the claimer's. */
    public boolean renew(Fill fill, Progress progress) {
        return changing(
                fill, tx -> FillTable.renew(tx, fill, progress, clock.instant().plus(LEASE)));
    }

    /** Writes that the fill was proved; false if it is no longer the claimer's. */
    public boolean succeed(Fill fill, Proved outcome) {
        var proof = Optional.of(outcome.proof());
        return ended(
                fill, new Ending(FillState.SUCCEEDED, clock.instant(), outcome.progress(), proof, Optional.empty()));
    }

    /** Writes that the fill failed for good; false if it is no longer the claimer's. */
    public boolean fail(Fill fill, Failed outcome) {
        return ended(fill, failed(FillState.FAILED, clock.instant(), outcome));
    }

    /** Writes that an attempt failed and another may begin at {@code due}; false if it is no longer the claimer's. */
    public boolean again(Fill fill, Failed outcome, Instant due) {
        return changing(fill, tx -> FillTable.end(tx, fill, failed(FillState.WAITING, due, outcome)));
    }

    private static Ending failed(FillState state, Instant due, Failed outcome) {
        return new Ending(state, due, outcome.progress(), Optional.empty(), Optional.of(outcome));
    }

    /** Gives a claim back as if it had never been taken; false if it is no longer the claimer's. */
    public boolean release(Fill fill) {
        return 1
                == database.write(
                        key(fill),
                        tx -> tx.sql(RELEASE)
                                .with("now", clock.instant())
                                .with("task", fill.task().value())
                                .with("position", fill.position())
                                .with("epoch", fill.epoch())
                                .update());
    }

    /**
     * Begins: a fill that is held for a shield which the configuration no longer has is due, and on a store that only this
     * process can hold so is every leased one, as its claimer is dead. Returns how many leases those were.
     */
    public int resume() {
        return database.write(tx -> {
            letGo(tx, edges, clock.instant());
            return database.shared()
                    ? 0
                    : tx.sql(END_LEASES).with("now", clock.instant()).update();
        });
    }

    /** Makes due every fill that is held for a shield which has nothing of it to do. */
    public static void letGo(Tx tx, EdgeTree edges, Instant now) throws SQLException {
        for (var edge : edges.edges()) {
            tx.sql(LET_GO_ALL)
                    .with("now", now)
                    .with("held", FillRecord.HELD)
                    .with("edge", edge.value())
                    .with("shield", edges.shield(edge).map(EdgeName::value).orElse(""))
                    .update();
        }
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

    // The edges behind this one follow in the same transaction: no crash can leave them waiting.
    private boolean ended(Fill fill, Ending ending) {
        return changing(fill, tx -> {
            boolean ended = FillTable.end(tx, fill, ending);
            if (ended) {
                letGoBehind(tx, fill);
            }
            return ended;
        });
    }

    private void letGoBehind(Tx tx, Fill fill) throws SQLException {
        for (var next : edges.behind(fill.edge())) {
            tx.sql(LET_GO)
                    .with("now", clock.instant())
                    .with("held", FillRecord.HELD)
                    .with("task", fill.task().value())
                    .with("url", fill.url().given())
                    .with("edge", next.value())
                    .update();
        }
    }

    private boolean changing(Fill fill, Tx.Work<Boolean> change) {
        return database.write(key(fill), tx -> witness.around(tx, Witness.Subject.of(fill), change));
    }

    private static String key(Fill fill) {
        return "fill " + fill.task() + "/" + fill.position();
    }
}
