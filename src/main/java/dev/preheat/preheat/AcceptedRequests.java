package dev.preheat.preheat;

import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.util.Optional;

/** Which requests were accepted, as rows, so that one sent again finds its first task: also after a crash. */
final class AcceptedRequests {
    private static final int ACCEPTED = 202;

    private AcceptedRequests() {}

    /** Enters the request as accepted with {@code task}; or what it is answered because it was entered before. */
    static Optional<Submission> enter(Tx tx, RequestKey key, TaskId task) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                1 == tx.update("""
                                        INSERT INTO accepted_request (until_at, request_hash, task_id) VALUES (?, ?, ?)
                                        ON CONFLICT (until_at, request_hash) DO NOTHING""", until, hash, task.value()) ? Optional.empty() : find(tx, key);
            case RequestKey.Named named -> enterNamed(tx, named, task);
        };
    }

    private static Optional<Submission> enterNamed(Tx tx, RequestKey.Named named, TaskId task) throws SQLException {
        var first = enter(tx, named.beside(), task);
        if (first.isPresent()) {
            return first;
        }
        var answer = RecordedAnswers.enter(tx, named, new RecordedAnswers.Same(ACCEPTED, task.value()));
        if (answer instanceof RecordedAnswers.Unknown) {
            return Optional.empty();
        }
        leave(tx, named.beside());
        return Optional.of(submission(answer));
    }

    /** Takes back what {@link #enter} wrote in this transaction. */
    private static void leave(Tx tx, RequestKey key) throws SQLException {
        if (key instanceof RequestKey.Signed(var hash, var until)) {
            tx.update("DELETE FROM accepted_request WHERE until_at = ? AND request_hash = ?", until, hash);
        }
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
            case RequestKey.Named named -> {
                var answer = RecordedAnswers.find(tx, named);
                yield answer instanceof RecordedAnswers.Unknown
                        ? find(tx, named.beside())
                        : Optional.of(submission(answer));
            }
        };
    }

    private static Submission submission(RecordedAnswers.Found answer) {
        return answer instanceof RecordedAnswers.Same(int status, var task) && status == ACCEPTED
                ? new Submission.Accepted(new TaskId(task))
                : new Submission.NameTaken();
    }
}
