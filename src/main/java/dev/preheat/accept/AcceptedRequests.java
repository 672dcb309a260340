package dev.preheat.accept;

import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.util.Optional;

/** Which requests were accepted, as rows, so that one sent again finds its first task: also after a crash. */
public final class AcceptedRequests {
    private static final int ACCEPTED = 202;

    private AcceptedRequests() {}

    /** Enters the request as accepted with {@code task}; or what it is answered because it was entered before. */
    public static Optional<Submission> enter(Tx tx, RequestKey key, TaskId task) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                1 == tx.update("""
                                        INSERT INTO accepted_request (until_at, request_hash, task_id) VALUES (?, ?, ?)
                                        ON CONFLICT (until_at, request_hash) DO NOTHING""", until, hash, task.value()) ? Optional.empty() : find(tx, key);
            case RequestKey.Named named ->
                known(RecordedAnswers.enter(tx, named, new RecordedAnswers.Same(ACCEPTED, task.value())));
        };
    }

    static Optional<Submission> find(Tx tx, RequestKey key) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                tx.queryOne(
                        "SELECT task_id FROM accepted_request WHERE until_at = ? AND request_hash = ?",
                        row -> new Submission.Accepted(new TaskId(row.text("task_id"))),
                        until,
                        hash);
            case RequestKey.Named named -> known(RecordedAnswers.find(tx, named));
        };
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
