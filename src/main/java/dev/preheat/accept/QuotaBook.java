package dev.preheat.accept;

import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Quota;
import java.time.InstantSource;

/** What each account has used of its day, as {@link TaskStore} charged it. */
public final class QuotaBook {
    private final Database database;
    private final Quota quota;
    private final InstantSource clock;

    public QuotaBook(Database database, Quota quota, InstantSource clock) {
        this.database = database;
        this.quota = quota;
        this.clock = clock;
    }

    public QuotaStanding of(AccountName account) {
        var day = quota.day(clock.instant());
        var used = database.read(tx -> tx.queryOne(
                "SELECT used FROM quota_usage WHERE account = ? AND day = ?",
                row -> row.integer("used"),
                account.value(),
                day.toEpochDay()));
        return new QuotaStanding(
                quota.assetsPerDay(),
                used.orElse(0),
                day,
                day.plusDays(1).atStartOfDay(quota.zone()).toInstant());
    }
}
