package dev.preheat.config;

import dev.preheat.api.Throttle;
import dev.preheat.auth.Login;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.limit.Range;
import dev.preheat.preheat.Webhook;
import dev.preheat.server.Listener;
import dev.preheat.server.TlsFiles;
import dev.preheat.server.TrustedProxies;
import dev.preheat.signing.AccessKey;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A preheat.yaml, checked.
 *
 * @param listen unresolved; port 0 takes a free one
 * @param retentionDays the days for which a task's results are kept
 * @param gate the checks before every operation
 */
public record Config(
        InetSocketAddress listen,
        Store store,
        Quota quota,
        Accounts accounts,
        Delivery delivery,
        FillLimits fill,
        int retentionDays,
        Gate gate,
        Webhooks webhooks) {
    public static final Range RETENTION_DAYS = new Range(1, 3_650);

    public Config {
        RETENTION_DAYS.check(retentionDays);
    }

    /** The callers: every account's projects, and every user with keys and password. */
    public record Accounts(List<Project> projects, List<AccessKey> keys, List<Login> logins) {
        public Accounts {
            projects = List.copyOf(projects);
            keys = List.copyOf(keys);
            logins = List.copyOf(logins);
        }
    }

    /**
     * The domains that may be preheated, and the edges that are filled.
     *
     * @param regions the regions whose edges this process fills; empty for all
     */
    public record Delivery(List<DeliveryDomain> domains, List<Edge> edges, Set<String> regions) {
        public Delivery {
            domains = List.copyOf(domains);
            edges = List.copyOf(edges);
            regions = Set.copyOf(regions);
        }

        /** This process fills every edge. */
        public Delivery(List<DeliveryDomain> domains, List<Edge> edges) {
            this(domains, edges, Set.of());
        }
    }

    /**
     * The receivers that are told of tasks.
     *
     * @param allowPrivate true if one may be at an address that is not public
     */
    public record Webhooks(List<Webhook> all, boolean allowPrivate) {
        public static final Webhooks NONE = new Webhooks(List.of(), false);

        public Webhooks {
            all = List.copyOf(all);
        }
    }

    /** The protection of the listener, the limits of one caller and of all, and the proxies that are believed. */
    public record Gate(
            Throttle.Limits throttle, Optional<TlsFiles> tls, Listener.Limits limits, TrustedProxies proxies) {
        static final int LARGEST_BODY = 64 * 1024;
        public static final Gate DEFAULT = new Gate(
                Throttle.Limits.DEFAULT, Optional.empty(), Listener.Limits.ofBody(LARGEST_BODY), TrustedProxies.NONE);
    }

    /** The same, listening somewhere else. */
    public Config listeningAt(InetSocketAddress other) {
        return new Config(other, store, quota, accounts, delivery, fill, retentionDays, gate, webhooks);
    }
}
