package dev.preheat.preheat;

import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Which requests were accepted, as rows, so that one sent again finds its first task: also after a crash. */
final class AcceptedRequests {
    private AcceptedRequests() {}

    /** Enters the request as accepted with {@code task}; or the task that it was accepted with before. */
    static Optional<TaskId> enter(Tx tx, RequestKey key, TaskId task) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                1 == tx.update("""
                                        INSERT INTO accepted_request (until_at, request_hash, task_id) VALUES (?, ?, ?)
                                        ON CONFLICT (until_at, request_hash) DO NOTHING""", until, hash, task.value()) ? Optional.empty() : find(tx, key);
        };
    }

    static Optional<TaskId> find(Tx tx, RequestKey key) throws SQLException {
        return switch (key) {
            case RequestKey.None() -> Optional.empty();
            case RequestKey.Signed(var hash, var until) ->
                tx.queryOne(
                        "SELECT task_id FROM accepted_request WHERE until_at = ? AND request_hash = ?",
                        row -> new TaskId(row.text("task_id")),
                        until,
                        hash);
        };
    }

    /** Forgets the requests that can come no more. */
    static void purge(Tx tx, Instant now) throws SQLException {
        tx.update("DELETE FROM accepted_request WHERE until_at < ?", now);
    }
}
