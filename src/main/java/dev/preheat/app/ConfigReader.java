package dev.preheat.app;

import static dev.preheat.app.ConfigNode.keys;

import dev.preheat.app.Config.Delivery;
import dev.preheat.app.Config.Read;
import dev.preheat.app.ConfigNode.Once;
import dev.preheat.edge.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Rates;
import dev.preheat.preheat.EdgeName;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one preheat.yaml, key by key, in the order of the documentation. */
final class ConfigReader {
    private static final int MOST_ASSETS_PER_DAY = 1_000_000_000;
    private static final int MOST_STREAMING_URLS = 1_000_000_000;
    private static final int MOST_DAYS = 3_650;
    private static final int MOST_A_SECOND = 1_000_000;
    private static final int DEEPEST = 50;

    private final ConfigFaults faults;
    private final Path data;
    private final Once domainNames = new Once("a domain");
    private final Once edgeNames = new Once("an edge");

    ConfigReader(String file, Path data) {
        this.faults = new ConfigFaults(file);
        this.data = data;
    }

    Read read(String text) {
        var config = root(text).map(this::config);
        return config.isPresent() && faults.none() ? new Read.Good(config.get()) : new Read.Faulty(faults.lines());
    }

    private Optional<ConfigNode> root(String text) {
        var settings = LoadSettings.builder().build();
        try {
            if (deep(new Parse(settings).parseString(text))) {
                faults.note(1, "", "is nested too deeply");
                return Optional.empty();
            }
            var node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                faults.note(1, "", "is empty");
            }
            return node.map(this::place);
        } catch (MarkedYamlEngineException broken) {
            faults.note(
                    broken.getProblemMark().map(Mark::getLine).orElse(0) + 1, "", "is no YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            faults.note(1, "", "is no YAML: " + broken.getMessage());
        }
        return Optional.empty();
    }

    // Composing calls itself for every level, and a megabyte of brackets would exhaust the stack.
    private static boolean deep(Iterable<Event> events) {
        var depth = 0;
        for (var event : events) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private ConfigNode place(Node node) {
        return new ConfigNode(faults, "", node)
                .mapping(
                        keys(
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
                                "allow-private-webhooks"),
                        Set.of("shields", "metrics"));
    }

    private Config config(ConfigNode root) {
        var listen = ConfigListen.read(root);
        var accounts = new AccountsReader().read(root);
        var fill = root.section(
                "fill",
                keys(
                        "per-edge",
                        "per-origin",
                        "attempts",
                        "order",
                        "first-seconds",
                        "edge-requests-per-second",
                        "edge-mbit-per-second",
                        "origin-requests-per-second",
                        "origin-mbit-per-second",
                        "regions"));
        return new Config(
                listen.address(),
                root.optional("store", new Store.Sqlite(data.resolve("preheat.db")), Store::parse),
                quota(root.section("quota", keys("assets-per-day", "zone", "streaming-urls"))),
                accounts,
                delivery(root, fill, accounts.projects()),
                fill(fill),
                root.section("retention", keys("tasks-days"))
                        .optional("tasks-days", 30, ConfigText.whole(1, MOST_DAYS)),
                ConfigGate.read(root, listen.proxies()),
                ConfigWebhooks.read(root, accounts.projects()));
    }

    private static Quota quota(ConfigNode quota) {
        return new Quota(
                quota.optional("assets-per-day", 1_000, ConfigText.whole(0, MOST_ASSETS_PER_DAY)),
                quota.optional("zone", ZoneOffset.UTC, ConfigText::zone),
                quota.optional("streaming-urls", Quota.STREAMING_URLS, ConfigText.whole(0, MOST_STREAMING_URLS)));
    }

    private Delivery delivery(ConfigNode root, ConfigNode fill, List<Project> projects) {
        var domains = root.list("domains");
        var edges = domains.isEmpty() ? root.list("edges") : root.listOfSome("edges", "an edge to fill");
        var filled = edges.stream().map(this::edge).flatMap(Optional::stream).toList();
        checkShields(edges, filled);
        return new Delivery(
                domains.stream()
                        .map(domain -> ConfigDomain.read(domain, domainNames, projects))
                        .flatMap(Optional::stream)
                        .toList(),
                filled,
                regions(fill, filled));
    }

    private static Set<String> regions(ConfigNode fill, List<Edge> edges) {
        var regions = new LinkedHashSet<String>();
        for (var place : fill.list("regions")) {
            var region = place.scalar(ConfigText::name);
            region.ifPresent(regions::add);
            region.filter(name -> edges.stream().noneMatch(edge -> edge.region().equals(name)))
                    .ifPresent(name -> place.fault("no edge is in region '" + name + "'"));
        }
        return regions;
    }

    private Optional<Edge> edge(ConfigNode edge) {
        edge.mapping(
                keys(
                        "name",
                        "address",
                        "https-address",
                        "software",
                        "slice",
                        "shield",
                        "region",
                        "per-edge",
                        "edge-requests-per-second",
                        "edge-mbit-per-second",
                        "unproved",
                        "ca"),
                Set.of("tier", "tls"));
        var name = edge.required("name", EdgeName::new);
        name.ifPresent(known -> edgeNames.note(edge, "name", known));
        var address = edge.required("address", ConfigText::address);
        var software = edge.required("software", ConfigText::software);
        var terms = terms(edge);
        var https = edge.optional("https-address", ConfigText::httpsAddress);
        var slice = edge.optional("slice", ConfigText::bytes);
        var shield = edge.optional("shield", EdgeName::new);
        slice.filter(_ -> !software.equals(Optional.of(Edge.Software.NGINX)))
                .ifPresent(_ -> edge.at("slice").orElse(edge).fault("is of nginx's slice module alone"));
        return name.flatMap(known -> address.flatMap(dialled -> software.map(
                program -> new Edge(known, dialled, https, program, sliced(program, slice), shield, terms))));
    }

    private static Edge.Terms terms(ConfigNode edge) {
        var limits = new Limit.Own(
                own(edge, "per-edge", 1, 1_024),
                own(edge, "edge-requests-per-second", 0, MOST_A_SECOND),
                own(edge, "edge-mbit-per-second", 0, MOST_A_SECOND));
        return new Edge.Terms(
                edge.optional("region", "", ConfigText::name),
                limits,
                edge.optional("unproved", false, ConfigText::unproved),
                edge.optional("ca", ConfigText::authorities));
    }

    private static OptionalInt own(ConfigNode edge, String key, int least, int most) {
        return edge.optional(key, ConfigText.whole(least, most))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static OptionalLong sliced(Edge.Software program, Optional<Long> slice) {
        return program == Edge.Software.NGINX && slice.isPresent()
                ? OptionalLong.of(slice.get())
                : OptionalLong.empty();
    }

    // Only when all are known by name can it be said who stands behind whom.
    private void checkShields(List<ConfigNode> places, List<Edge> edges) {
        for (var place : places) {
            place.optional("shield", EdgeName::new)
                    .filter(shield ->
                            edges.stream().noneMatch(edge -> edge.name().equals(shield)))
                    .ifPresent(shield -> place.at("shield").orElse(place).fault("there is no edge '" + shield + "'"));
        }
        try {
            if (faults.none()) {
                Edge.tree(edges);
            }
        } catch (IllegalArgumentException circle) {
            places.getFirst().fault(String.valueOf(circle.getMessage()));
        }
    }

    private static FillLimits fill(ConfigNode fill) {
        return new FillLimits(
                fill.optional("per-edge", FillLimits.DEFAULT.perEdge(), ConfigText.whole(1, 1_024)),
                fill.optional("per-origin", FillLimits.DEFAULT.perOrigin(), ConfigText.whole(1, 4_096)),
                fill.optional("attempts", FillLimits.DEFAULT.attempts(), ConfigText.whole(1, 20)),
                rates(fill, "edge"),
                rates(fill, "origin"),
                fill.optional("order", FillLimits.DEFAULT.order(), ConfigText::order),
                fill.optional("first-seconds", FillLimits.DEFAULT.firstSeconds(), ConfigText.whole(0, 3_600)));
    }

    private static Rates rates(ConfigNode fill, String of) {
        return new Rates(
                fill.optional(of + "-requests-per-second", 0, ConfigText.whole(0, MOST_A_SECOND)),
                fill.optional(of + "-mbit-per-second", 0, ConfigText.whole(0, MOST_A_SECOND)));
    }
}
