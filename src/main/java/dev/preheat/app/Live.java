package dev.preheat.app;

import dev.preheat.auth.Directory;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.config.Config;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The parts of a configuration that a reload replaces, all at once: callers, delivery domains and webhooks. */
record Live(Directory directory, Map<String, DeliveryDomain> domains, Config.Webhooks webhooks) {
    /** The parts of a Config that are built once, under the keys they have in the file. */
    private static final List<Fixed> FIXED = List.of(
            new Fixed("listen", Config::listen),
            new Fixed("listen.trusted-proxies", config -> config.gate().proxies()),
            new Fixed("store", Config::store),
            new Fixed("quota", Config::quota),
            new Fixed("throttle", config -> config.gate().throttle()),
            new Fixed("tls", config -> config.gate().tls()),
            new Fixed("limits", config -> config.gate().limits()),
            new Fixed("edges", config -> config.delivery().edges()),
            new Fixed("fill", Config::fill),
            new Fixed("fill.regions", config -> config.delivery().regions()),
            new Fixed("retention", Config::retentionDays));

    private record Fixed(String key, Function<Config, Object> part) {
        boolean differs(Config one, Config other) {
            return !part.apply(one).equals(part.apply(other));
        }
    }

    /**
     * The live parts of {@code wanted}.
     *
     * @param started the configuration whose edges are filled; where it has none, no domain can be in force: a task
     *     without a single fill would be proved by nothing
     */
    static Live of(Config started, Config wanted) {
        var accounts = wanted.accounts();
        var domains = started.delivery().edges().isEmpty()
                ? List.<DeliveryDomain>of()
                : wanted.delivery().domains();
        return new Live(
                new Directory(accounts.projects(), accounts.keys(), accounts.logins()),
                DeliveryDomains.byName(domains),
                wanted.webhooks());
    }

    /** The keys that {@code wanted} changes and that only a restart puts in force. */
    static List<String> laggards(Config started, Config wanted) {
        return FIXED.stream()
                .filter(part -> part.differs(started, wanted))
                .map(Fixed::key)
                .toList();
    }
}
