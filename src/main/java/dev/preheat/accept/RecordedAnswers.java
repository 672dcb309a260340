package dev.preheat.accept;

import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Answers to requests that their callers gave a name (Idempotency-Key), for as long as the name is kept. */
public final class RecordedAnswers {
    private final Database database;
    private final Limits limits;

    public RecordedAnswers(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /**
     * The most that is kept of one account at a time.
     *
     * @param names the number of names
     * @param bytes the bytes of their answers
     */
    public record Limits(int names, long bytes) {
        public static final Limits DEFAULT = new Limits(50_000, 64 * 1024 * 1024);
    }

    private record Held(int names, long bytes) {}

    /** The knowledge of a name. */
    public sealed interface Found {}

    /** Nothing is known: the request must be carried out. */
    public record Unknown() implements Found {}

    /**
     * The same request was carried out.
     *
     * @param answer all that its operation needs to answer it again
     */
    public record Same(int status, String answer) implements Found {}

    /** The name is another request's. */
    public record Other() implements Found {}

    public Found find(RequestKey.Named key) {
        return database.read(tx -> find(tx, key));
    }

    /** The most names that are kept of an account. */
    public int most() {
        return limits.names();
    }

    /** True if an answer to one more request of the account can be kept; asked before it is carried out. */
    public boolean hasRoom(AccountName account, RequestKey.Named key) {
        var held = database.read(tx -> tx.sql("""
                        SELECT COUNT(*) AS names, COALESCE(SUM(size), 0) AS bytes FROM idempotency_key
                        WHERE account = :account AND until_at > :now""")
                .with("account", account.value())
                .with("now", now(key))
                .first(row -> new Held(row.integer("names"), row.number("bytes"))));
        return held.map(one -> one.names() < limits.names() && one.bytes() < limits.bytes())
                .orElse(true);
    }

    /** Notes that the account's request was carried out; of two at the same time, the first is noted. */
    public void keep(AccountName account, RequestKey.Named key, Same answer) {
        database.write(
                "answers " + account,
                tx -> enter(tx, key, answer) instanceof Unknown ? takeRoom(tx, account, key, answer) : 0);
    }

    private static int takeRoom(Tx tx, AccountName account, RequestKey.Named key, Same answer) throws SQLException {
        return tx.sql("UPDATE idempotency_key SET account = :account, size = :size WHERE key_hash = :key")
                .with("account", account.value())
                .with("size", answer.answer().length())
                .with("key", key.hash())
                .update();
    }

    /** Enters the request, at no account's cost; anything but {@link Unknown} was there before, and stays. */
    static Found enter(Tx tx, RequestKey.Named key, Same answer) throws SQLException {
        int entered = tx.sql("""
                        INSERT INTO idempotency_key (key_hash, request_hash, until_at, status, answer)
                        VALUES (:key, :request, :until, :status, :answer)
                        ON CONFLICT (key_hash) DO UPDATE SET request_hash = excluded.request_hash,
                            until_at = excluded.until_at, status = excluded.status, answer = excluded.answer,
                            account = excluded.account, size = excluded.size
                        WHERE idempotency_key.until_at <= :now""")
                .with("key", key.hash())
                .with("request", key.request())
                .with("until", key.until())
                .with("status", answer.status())
                .with("answer", answer.answer())
                .with("now", now(key))
                .update();
        return entered == 1 ? new Unknown() : find(tx, key);
    }

    static Found find(Tx tx, RequestKey.Named key) throws SQLException {
        Optional<Found> found = tx.sql(
                        "SELECT request_hash, status, answer FROM idempotency_key WHERE key_hash = :key AND until_at > :now")
                .with("key", key.hash())
                .with("now", now(key))
                .first(row -> row.text("request_hash").equals(key.request())
                        ? new Same(row.integer("status"), row.text("answer"))
                        : new Other());
        return found.orElseGet(Unknown::new);
    }

    // A name is kept from now on, so its end says what time it is.
    private static Instant now(RequestKey.Named key) {
        return key.until().minus(RequestKey.Named.KEPT);
    }
}
