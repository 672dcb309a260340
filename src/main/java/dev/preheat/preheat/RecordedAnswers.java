package dev.preheat.preheat;

import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.util.Optional;

/** What was answered to requests that their callers gave a name (Idempotency-Key), for as long as the name is kept. */
public final class RecordedAnswers {
    private final Database database;

    public RecordedAnswers(Database database) {
        this.database = database;
    }

    /** What is known of a name. */
    public sealed interface Found {}

    /** Nothing: the request is to be carried out. */
    public record Unknown() implements Found {}

    /**
     * The same request was carried out.
     *
     * @param answer what its operation needs to answer it again
     */
    public record Same(int status, String answer) implements Found {}

    /** It is another request's. */
    public record Other() implements Found {}

    public Found find(RequestKey.Named key) {
        return database.read(tx -> find(tx, key));
    }

    /** Notes that the request was carried out; of two that were at the same time, the first is noted. */
    public void keep(RequestKey.Named key, Same answer) {
        database.write(tx -> enter(tx, key, answer));
    }

    /** Enters the request; anything but {@link Unknown} was there before, and stays. */
    static Found enter(Tx tx, RequestKey.Named key, Same answer) throws SQLException {
        int entered = tx.update(
                """
                INSERT INTO idempotency_key (key_hash, request_hash, until_at, status, answer) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key_hash) DO UPDATE SET request_hash = excluded.request_hash,
                    until_at = excluded.until_at, status = excluded.status, answer = excluded.answer
                WHERE idempotency_key.until_at <= ?""",
                key.hash(),
                key.request(),
                key.until(),
                answer.status(),
                answer.answer(),
                key.until().minus(RequestKey.Named.KEPT));
        return entered == 1 ? new Unknown() : find(tx, key);
    }

    static Found find(Tx tx, RequestKey.Named key) throws SQLException {
        Optional<Found> found = tx.queryOne(
                "SELECT request_hash, status, answer FROM idempotency_key WHERE key_hash = ? AND until_at > ?",
                row -> row.text("request_hash").equals(key.request())
                        ? new Same(row.integer("status"), row.text("answer"))
                        : new Other(),
                key.hash(),
                key.until().minus(RequestKey.Named.KEPT));
        return found.orElseGet(Unknown::new);
    }
}
