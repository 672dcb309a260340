package dev.preheat.config;

import dev.preheat.config.Config.Delivery;
import dev.preheat.config.Cursor.Once;
import dev.preheat.fill.FillLimits;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads one preheat.yaml, key by key, in the order of the documentation. */
final class RootReader {
    private final Faults faults;
    private final Path data;
    private final Once domainNames = new Once("a domain");

    RootReader(Faults faults, Path data) {
        this.faults = faults;
        this.data = data;
    }

    /** The configuration in the file; usable only if no fault was noted. */
    Config read(Cursor root) {
        root.mapping(
                "listen",
                "store",
                "quota",
                "accounts",
                "domains",
                "edges",
                "fill",
                "retention",
                "throttle",
                "tls",
                "limits",
                "webhooks",
                "allow-private-webhooks");
        var listen = Listening.read(root);
        var accounts = new AccountsReader().read(root);
        var fill = root.section(
                "fill",
                "per-edge",
                "per-origin",
                "attempts",
                "order",
                "first-seconds",
                "edge-requests-per-second",
                "edge-mbit-per-second",
                "origin-requests-per-second",
                "origin-mbit-per-second",
                "regions");
        return new Config(
                listen.address(),
                root.optional("store", new Store.Sqlite(data.resolve("preheat.db")), Store::parse),
                quota(root.section("quota", "assets-per-day", "zone", "streaming-urls")),
                accounts,
                delivery(root, fill, accounts.projects()),
                fill(fill),
                root.section("retention", "tasks-days").optional("tasks-days", 30, Config.RETENTION_DAYS::parse),
                GateReader.read(root, listen.proxies()),
                WebhooksReader.read(root, accounts.projects()));
    }

    private static Quota quota(Cursor quota) {
        return new Quota(
                quota.optional("assets-per-day", 1_000, Quota.RANGE::parse),
                quota.optional("zone", ZoneOffset.UTC, Texts::zone),
                quota.optional("streaming-urls", Quota.STREAMING_URLS, Quota.RANGE::parse));
    }

    private Delivery delivery(Cursor root, Cursor fill, List<Project> projects) {
        var domains = root.list("domains");
        var edges = domains.isEmpty() ? root.list("edges") : root.listOfSome("edges", "an edge to fill");
        var filled = new EdgesReader(faults).read(edges);
        return new Delivery(
                domains.stream()
                        .map(domain -> DomainReader.read(domain, domainNames, projects))
                        .flatMap(Optional::stream)
                        .toList(),
                filled,
                EdgesReader.regions(fill, filled));
    }

    private static FillLimits fill(Cursor fill) {
        return new FillLimits(
                fill.optional("per-edge", FillLimits.DEFAULT.perEdge(), FillLimits.PER_EDGE::parse),
                fill.optional("per-origin", FillLimits.DEFAULT.perOrigin(), FillLimits.PER_ORIGIN::parse),
                fill.optional("attempts", FillLimits.DEFAULT.attempts(), FillLimits.ATTEMPTS::parse),
                rates(fill, "edge"),
                rates(fill, "origin"),
                fill.optional("order", FillLimits.DEFAULT.order(), Texts::order),
                fill.optional("first-seconds", FillLimits.DEFAULT.firstSeconds(), FillLimits.FIRST_SECONDS::parse));
    }

    private static FillLimits.Rates rates(Cursor fill, String of) {
        return new FillLimits.Rates(
                fill.optional(of + "-requests-per-second", 0, FillLimits.A_SECOND::parse),
                fill.optional(of + "-mbit-per-second", 0, FillLimits.A_SECOND::parse));
    }
}
