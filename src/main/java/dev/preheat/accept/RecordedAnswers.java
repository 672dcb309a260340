package dev.preheat.accept;

import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import java.sql.SQLException;
import java.util.Optional;

/** What was answered to requests that their callers gave a name (Idempotency-Key), for as long as the name is kept. */
public final class RecordedAnswers {
    private final Database database;
    private final Limits limits;

    public RecordedAnswers(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /**
     * What is kept of one account at a time.
     *
     * @param names how many
     * @param bytes of their answers
     */
    public record Limits(int names, long bytes) {
        public static final Limits DEFAULT = new Limits(50_000, 64 * 1024 * 1024);
    }

    private record Held(int names, long bytes) {}

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

    /** How many names an account may have kept. */
    public int most() {
        return limits.names();
    }

    /** Whether an answer to one more request of the account can be kept; asked before it is carried out. */
    public boolean hasRoom(AccountName account, RequestKey.Named key) {
        var held = database.read(tx -> tx.queryOne(
                "SELECT COUNT(*) AS names, COALESCE(SUM(size), 0) AS bytes FROM idempotency_key"
                        + " WHERE account = ? AND until_at > ?",
                row -> new Held(row.integer("names"), row.number("bytes")),
                account.value(),
                key.until().minus(RequestKey.Named.KEPT)));
        return held.map(one -> one.names() < limits.names() && one.bytes() < limits.bytes())
                .orElse(true);
    }

    /** Notes that the account's request was carried out; of two that were at the same time, the first is noted. */
    public void keep(AccountName account, RequestKey.Named key, Same answer) {
        database.write(
                "answers " + account,
                tx -> enter(tx, key, answer) instanceof Unknown ? takeRoom(tx, account, key, answer) : 0);
    }

    private static int takeRoom(Tx tx, AccountName account, RequestKey.Named key, Same answer) throws SQLException {
        return tx.update(
                "UPDATE idempotency_key SET account = ?, size = ? WHERE key_hash = ?",
                account.value(),
                answer.answer().length(),
                key.hash());
    }

    /** Enters the request, in nobody's room; anything but {@link Unknown} was there before, and stays. */
    static Found enter(Tx tx, RequestKey.Named key, Same answer) throws SQLException {
        int entered = tx.update(
                """
                INSERT INTO idempotency_key (key_hash, request_hash, until_at, status, answer) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key_hash) DO UPDATE SET request_hash = excluded.request_hash,
                    until_at = excluded.until_at, status = excluded.status, answer = excluded.answer,
                    account = excluded.account, size = excluded.size
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
