package dev.preheat.preheat;

import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.sql.Row;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The columns of the table {@code fill}: all that is written to them and read from them, but for the queue's own. */
public final class FillTable {
    private static final int LONGEST_TEXT = 1_000;

    private static final String INSERT = FillState.sql("""
            INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at)
            VALUES (:task, :position, :project, :account, :url, :edge, WAITING, :due)""");

    private static final String RECORDS = """
            SELECT url, edge, state, attempt, due_at, objects_done, objects_known, bytes_done, bytes_received, seconds_done,
                seconds_known, first_seconds_at, objects_skipped, objects_left_out, omitted, live, failure, reason, proof,
                proved_at, fresh_until, proof_etag, proof_length, proof_age
            FROM fill WHERE task_id = :task ORDER BY position""";

    /** All columns of the progress but {@code first_seconds_at}. */
    private static final String PROGRESS = """
            objects_done = :objects_done, objects_known = :objects_known, bytes_done = :bytes_done,
            bytes_received = :bytes_received, seconds_done = :seconds_done, seconds_known = :seconds_known,
            objects_skipped = :objects_skipped, objects_left_out = :objects_left_out, omitted = :omitted, live = :live""";

    private static final String FIRST_SECONDS = "first_seconds_at = COALESCE(first_seconds_at, :first_seconds_at)";

    private static final String CLAIMED = FillState.sql("""
            WHERE task_id = :task AND position = :position AND epoch = :epoch AND state = RUNNING""");

    private static final String RENEW =
            "UPDATE fill SET due_at = :due, " + PROGRESS + ", " + FIRST_SECONDS + " " + CLAIMED;

    private static final String END =
            "UPDATE fill SET state = :state, due_at = :due, " + PROGRESS + ", " + FIRST_SECONDS + """
            , failure = :failure, reason = :reason, proof = :proof, proved_at = :proved_at, fresh_until = :fresh_until,
            proof_etag = :proof_etag, proof_length = :proof_length, proof_age = :proof_age
            """ + CLAIMED;

    private static final String END_EARLY = FillState.sql("""
            UPDATE fill SET state = FAILED, epoch = epoch + 1, due_at = :now, failure = :failure, reason = :reason
            WHERE task_id = :task AND project_id = :project AND position BETWEEN :first AND :last AND state < ENDED""");

    // A shield's fill that has failed begins anew too, so that what has not succeeded there is waited for.
    private static final String RESTART = FillState.sql("UPDATE fill SET " + PROGRESS + """
            , first_seconds_at = NULL, state = WAITING, epoch = epoch + 1, attempt = 0, failure = NULL, reason = NULL,
            due_at = CASE WHEN EXISTS (
                SELECT 1 FROM fill AS other WHERE other.task_id = fill.task_id AND other.url = fill.url
                AND other.edge = :shield AND other.state <> SUCCEEDED) THEN :held ELSE :now END
            WHERE task_id = :task AND project_id = :project AND edge = :edge AND state = FAILED""");

    private static final String UNFINISHED =
            FillState.sql("SELECT 1 AS one FROM fill WHERE task_id = :task AND state < ENDED LIMIT 1");
    private static final String UNREADY = FillState.sql("""
            SELECT 1 AS one FROM fill WHERE task_id = :task AND first_seconds_at IS NULL AND state <> SUCCEEDED LIMIT 1""");
    private static final String FAILED_EDGES =
            FillState.sql("SELECT DISTINCT edge FROM fill WHERE task_id = :task AND state = FAILED ORDER BY edge");

    private FillTable() {}

    /**
     * The end of an attempt, as a claimer writes it.
     *
     * @param due when another attempt may begin
     */
    record Ending(FillState state, Instant due, Progress progress, Optional<Proof> proof, Optional<Failed> failed) {}

    /** An end that no claimer brings about: it stops fills of a task, from the first position to the last. */
    public record EarlyEnd(Witness.Subject task, int first, int last, FillRecord.Failure why) {
        /** Stops every fill of a task. */
        static EarlyEnd ofTask(Witness.Subject task, FillRecord.Failure why) {
            return new EarlyEnd(task, 0, Integer.MAX_VALUE, why);
        }

        /** Stops one fill. */
        public static EarlyEnd ofFill(Witness.Subject task, int position, FillRecord.Failure why) {
            return new EarlyEnd(task, position, position, why);
        }
    }

    /** Writes a new fill. */
    public static void insert(Tx tx, Fill fill, Instant due) throws SQLException {
        tx.sql(INSERT)
                .with("task", fill.task().value())
                .with("position", fill.position())
                .with("project", fill.project().value())
                .with("account", fill.account().value())
                .with("url", fill.url().given())
                .with("edge", fill.edge().value())
                .with("due", due)
                .insert();
    }

    /** Renews a lease until {@code due}; false if the fill is no longer the claimer's. */
    static boolean renew(Tx tx, Fill fill, Progress progress, Instant due) throws SQLException {
        return 1
                == claimed(written(tx.sql(RENEW), progress), fill)
                        .with("first_seconds_at", progress.play().firstSecondsAt())
                        .with("due", due)
                        .update();
    }

    /** Ends an attempt; false if the fill is no longer the claimer's. */
    static boolean end(Tx tx, Fill fill, Ending ending) throws SQLException {
        var copy = ending.proof().map(Proof::copy);
        return 1
                == claimed(written(tx.sql(END), ending.progress()), fill)
                        .with("first_seconds_at", ending.progress().play().firstSecondsAt())
                        .with("state", ending.state().code())
                        .with("due", ending.due())
                        .with(
                                "failure",
                                ending.failed().map(failed -> failed.failure().word()))
                        .with("reason", ending.failed().map(failed -> shortened(failed.reason())))
                        .with("proof", ending.proof().map(proof -> proof.kind().word()))
                        .with("proved_at", ending.proof().map(Proof::at))
                        .with("fresh_until", ending.proof().flatMap(Proof::freshUntil))
                        .with("proof_etag", copy.flatMap(Proof.Copy::etag).map(FillTable::shortened))
                        .with("proof_length", copy.flatMap(Proof.Copy::length))
                        .with("proof_age", copy.flatMap(Proof.Copy::age).map(Duration::toSeconds))
                        .update();
    }

    /** Ends fills that have not ended, whoever has claimed them: the claim's epoch is over. Returns how many there were. */
    static int endEarly(Tx tx, EarlyEnd end, Instant now) throws SQLException {
        return tx.sql(END_EARLY)
                .with("now", now)
                .with("failure", end.why().kind().word())
                .with("reason", end.why().reason())
                .with("task", end.task().task().value())
                .with("project", end.task().project().value())
                .with("first", end.first())
                .with("last", end.last())
                .update();
    }

    /** Lets the failed fills of a task begin anew, as if never tried; one behind a shield waits for it. */
    static int restart(Tx tx, Witness.Subject task, EdgeTree edges, Instant now) throws SQLException {
        int begun = 0;
        for (var edge : edges.edges()) {
            begun += written(tx.sql(RESTART), Progress.NONE)
                    .with("shield", edges.shield(edge).map(EdgeName::value).orElse(""))
                    .with("held", FillRecord.HELD)
                    .with("now", now)
                    .with("task", task.task().value())
                    .with("project", task.project().value())
                    .with("edge", edge.value())
                    .update();
        }
        return begun;
    }

    /** The fills of a task, in its order. */
    static List<FillRecord> records(Tx tx, TaskId task) throws SQLException {
        return tx.sql(RECORDS).with("task", task.value()).list(FillTable::fill);
    }

    /** True if no fill of the task is left to be done. */
    public static boolean isFinished(Tx tx, TaskId task) throws SQLException {
        return isEmpty(tx, UNFINISHED, task);
    }

    /** True if the first seconds of every fill of the task are stored. */
    public static boolean isReady(Tx tx, TaskId task) throws SQLException {
        return isEmpty(tx, UNREADY, task);
    }

    private static boolean isEmpty(Tx tx, String query, TaskId task) throws SQLException {
        return tx.sql(query)
                .with("task", task.value())
                .first(row -> row.integer("one"))
                .isEmpty();
    }

    /** The edges in which a fill of the task has failed. */
    public static List<EdgeName> failedEdges(Tx tx, TaskId task) throws SQLException {
        return tx.sql(FAILED_EDGES).with("task", task.value()).list(row -> new EdgeName(row.text("edge")));
    }

    /** The states in which a fill of the task is. */
    public static List<FillState> states(Tx tx, TaskId task) throws SQLException {
        return tx.sql("SELECT DISTINCT state FROM fill WHERE task_id = :task")
                .with("task", task.value())
                .list(row -> FillState.ofCode(row.integer("state")));
    }

    /** The streaming URLs of a task as given, each once, in its order. */
    public static List<String> urls(Tx tx, TaskId task) throws SQLException {
        return tx.sql("SELECT url FROM fill WHERE task_id = :task GROUP BY url ORDER BY MIN(position)")
                .with("task", task.value())
                .list(row -> row.text("url"));
    }

    private static Tx.Statement claimed(Tx.Statement statement, Fill fill) {
        return statement
                .with("task", fill.task().value())
                .with("position", fill.position())
                .with("epoch", fill.epoch());
    }

    private static Tx.Statement written(Tx.Statement statement, Progress progress) {
        return statement
                .with("objects_done", progress.objectsDone())
                .with("objects_known", progress.objectsKnown())
                .with("bytes_done", progress.bytesDone())
                .with("bytes_received", progress.bytesReceived())
                .with("seconds_done", progress.play().secondsDone())
                .with("seconds_known", progress.play().secondsKnown())
                .with("objects_skipped", progress.omitted().skipped())
                .with("objects_left_out", progress.omitted().leftOut())
                .with("omitted", progress.omitted().what().map(FillTable::shortened))
                .with("live", progress.play().live());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private static FillRecord fill(Row row) throws SQLException {
        return new FillRecord(
                row.text("url"),
                new EdgeName(row.text("edge")),
                FillState.ofCode(row.integer("state")),
                row.integer("attempt"),
                row.instant("due_at"),
                progress(row),
                proof(row),
                failure(row));
    }

    private static Progress progress(Row row) throws SQLException {
        return new Progress(
                row.integer("objects_done"),
                row.integer("objects_known"),
                row.number("bytes_done"),
                row.number("bytes_received"),
                new Progress.Play(
                        row.integer("seconds_done"),
                        row.integer("seconds_known"),
                        row.optionalInstant("first_seconds_at"),
                        row.flag("live")),
                new Progress.Omitted(
                        row.integer("objects_skipped"), row.integer("objects_left_out"), row.optionalText("omitted")));
    }

    private static Optional<Proof> proof(Row row) throws SQLException {
        var kind = row.optionalText("proof");
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new Proof(
                        Proof.Kind.of(kind.get()),
                        row.instant("proved_at"),
                        row.optionalInstant("fresh_until"),
                        copy(row)));
    }

    private static Proof.Copy copy(Row row) throws SQLException {
        return new Proof.Copy(
                row.optionalText("proof_etag"),
                row.optionalNumber("proof_length"),
                row.optionalNumber("proof_age").map(Duration::ofSeconds));
    }

    private static Optional<FillRecord.Failure> failure(Row row) throws SQLException {
        var kind = row.optionalText("failure");
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new FillRecord.Failure(FailureClass.of(kind.get()), row.text("reason")));
    }
}
