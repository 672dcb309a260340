package dev.preheat.accept;

import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Accepted requests, as rows, so that one sent again finds its first task: also after a crash. */
public final class AcceptedRequests {
    private static final int ACCEPTED = 202;

    private AcceptedRequests() {}

    /** Enters the request as accepted with {@code task}; or returns its answer, because it was entered before. */
    public static Optional<Submission> enter(Tx tx, RequestKey key, TaskId task) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                entered(tx, hash, until, task) ? Optional.empty() : find(tx, key);
            case RequestKey.Named named ->
                known(RecordedAnswers.enter(tx, named, new RecordedAnswers.Same(ACCEPTED, task.value())));
        };
    }

    static Optional<Submission> find(Tx tx, RequestKey key) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                tx.sql("SELECT task_id FROM accepted_request WHERE until_at = :until AND request_hash = :hash")
                        .with("until", until)
                        .with("hash", hash)
                        .first(row -> new Submission.Accepted(new TaskId(row.text("task_id"))));
            case RequestKey.Named named -> known(RecordedAnswers.find(tx, named));
        };
    }

    private static boolean entered(Tx tx, String hash, Instant until, TaskId task) throws SQLException {
        return 1
                == tx.sql("""
                        INSERT INTO accepted_request (until_at, request_hash, task_id) VALUES (:until, :hash, :task)
                        ON CONFLICT (until_at, request_hash) DO NOTHING""")
                        .with("until", until)
                        .with("hash", hash)
                        .with("task", task.value())
                        .update();
    }

    private static Optional<Submission> known(RecordedAnswers.Found found) {
        return switch (found) {
            case RecordedAnswers.Unknown() -> Optional.empty();
            case RecordedAnswers.Same(int status, var task)
            when status == ACCEPTED -> Optional.of(new Submission.Accepted(new TaskId(task)));
            case RecordedAnswers.Same _, RecordedAnswers.Other() -> Optional.of(new Submission.NameTaken());
        };
    }
}
