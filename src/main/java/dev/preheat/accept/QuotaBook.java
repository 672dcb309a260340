package dev.preheat.accept;

import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Quota;
import java.time.InstantSource;

/** The part of its daily quota that each account has used, as {@link Acceptance} charged it. */
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
        var used = database.read(tx -> tx.sql("SELECT used FROM quota_usage WHERE account = :account AND day = :day")
                .with("account", account.value())
                .with("day", day.toEpochDay())
                .first(row -> row.integer("used")));
        return new QuotaStanding(
                quota.assetsPerDay(),
                used.orElse(0),
                day,
                day.plusDays(1).atStartOfDay(quota.zone()).toInstant());
    }
}
