package dev.preheat.app;

import dev.preheat.app.Config.Accounts;
import dev.preheat.app.Config.Delivery;
import dev.preheat.app.Config.Read;
import dev.preheat.app.ConfigNode.Once;
import dev.preheat.auth.AccessKey;
import dev.preheat.auth.SecurityToken;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.tenancy.User;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
    private static final Set<String> NONE = Set.of();
    private static final int MOST_ASSETS_PER_DAY = 1_000_000_000;
    private static final int MOST_DAYS = 3_650;
    private static final int DEEPEST = 50;

    private final ConfigFaults faults;
    private final Path data;
    private final Once accountNames = new Once("an account");
    private final Once projectIds = new Once("a project");
    private final Once keyIds = new Once("an access key");
    private final Once domainNames = new Once("a domain");
    private final Once edgeNames = new Once("an edge");
    private final List<Project> projects = new ArrayList<>();
    private final List<AccessKey> keys = new ArrayList<>();

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
                        keys("listen", "store", "quota", "accounts", "domains", "edges", "fill", "retention"),
                        Set.of("throttle", "tls", "shields", "metrics"));
    }

    private Config config(ConfigNode root) {
        return new Config(
                root.optional("listen", InetSocketAddress.createUnresolved("127.0.0.1", 8080), ConfigText::listen),
                root.optional("store", data.resolve("preheat.db"), ConfigText::store),
                quota(root.section("quota", keys("assets-per-day", "zone"))),
                accounts(root),
                delivery(root),
                fill(root.section("fill", keys("per-edge", "per-origin", "attempts", "order"))),
                root.section("retention", keys("tasks-days"))
                        .optional("tasks-days", 30, ConfigText.whole(1, MOST_DAYS)));
    }

    private static Quota quota(ConfigNode quota) {
        return new Quota(
                quota.optional("assets-per-day", 1_000, ConfigText.whole(0, MOST_ASSETS_PER_DAY)),
                quota.optional("zone", ZoneOffset.UTC, ConfigText::zone));
    }

    private Accounts accounts(ConfigNode root) {
        root.listOfSome("accounts", "an account").forEach(this::account);
        return new Accounts(projects, keys);
    }

    private void account(ConfigNode account) {
        account.mapping(keys("name", "projects", "users"), Set.of("policies", "quota", "throttle"));
        var name = account.required("name", AccountName::new);
        name.ifPresent(known -> accountNames.note(account, "name", known));
        // What hangs below a wrong name is read all the same: its own faults are to be told in the same run.
        var owning = name.orElse(new AccountName("unnamed"));
        projects(account, owning);
        users(account, owning);
    }

    private void projects(ConfigNode account, AccountName owning) {
        var names = new Once("a project of this account called");
        for (var project : account.listOfSome("projects", "a project")) {
            project.mapping(keys("id", "name"), NONE);
            var id = project.required("id", ProjectId::new);
            var name = project.required("name", ConfigText::name);
            id.ifPresent(known -> projectIds.note(project, "id", known));
            name.ifPresent(known -> names.note(project, "name", known));
            id.ifPresent(known -> projects.add(new Project(known, name.orElse(""), owning)));
        }
    }

    private void users(ConfigNode account, AccountName owning) {
        var names = new Once("a user of this account called");
        var owners = 0;
        var users = account.listOfSome("users", "the account's owner");
        for (var user : users) {
            user.mapping(keys("name", "owner", "access-keys"), Set.of("password", "policies"));
            var name = user.required("name", ConfigText::name);
            name.ifPresent(known -> names.note(user, "name", known));
            var owner = user.optional("owner", false, ConfigText::yesOrNo);
            if (owner) {
                owners++;
            } else {
                user.at("owner").orElse(user).fault("a user who is not the owner is not in this version");
            }
            accessKeys(user, new User(name.orElse("unnamed"), owning, owner));
        }
        if (owners != 1 && !users.isEmpty()) {
            account.at("users").orElse(account).fault("an account has one owner (owner: true), not " + owners);
        }
    }

    private void accessKeys(ConfigNode user, User holder) {
        for (var key : user.listOfSome("access-keys", "a key")) {
            key.mapping(keys("ak", "sk", "security-token", "expires"), NONE);
            var id = key.required("ak", ConfigText::accessKey);
            var secret = key.requiredSecret("sk", ConfigText::secretKey);
            id.ifPresent(known -> keyIds.note(key, "ak", known));
            var token = securityToken(key);
            id.ifPresent(known -> secret.ifPresent(sk -> keys.add(new AccessKey(known, sk, holder, token))));
        }
    }

    private static Optional<SecurityToken> securityToken(ConfigNode key) {
        if (key.at("security-token").isEmpty() && key.at("expires").isEmpty()) {
            return Optional.empty();
        }
        var value = key.requiredSecret("security-token", ConfigText::securityToken);
        var expires = key.required("expires", ConfigText::instant);
        return value.flatMap(text -> expires.map(at -> new SecurityToken(text, at)));
    }

    private Delivery delivery(ConfigNode root) {
        var domains = root.list("domains");
        var edges = domains.isEmpty() ? root.list("edges") : root.listOfSome("edges", "an edge to fill");
        return new Delivery(
                domains.stream().map(this::domain).flatMap(Optional::stream).toList(),
                edges.stream().map(this::edge).flatMap(Optional::stream).toList());
    }

    private Optional<DeliveryDomain> domain(ConfigNode domain) {
        domain.mapping(keys("name", "project", "enabled", "origin"), NONE);
        var name = domain.required("name", ConfigText::host);
        name.ifPresent(known -> domainNames.note(domain, "name", known));
        var project = domain.required("project", ProjectId::new);
        project.filter(known -> projects.stream().noneMatch(one -> one.id().equals(known)))
                .ifPresent(
                        unknown -> domain.at("project").orElse(domain).fault("there is no project '" + unknown + "'"));
        var enabled = domain.optional("enabled", true, ConfigText::yesOrNo);
        var origin = domain.optional("origin", ConfigText::address);
        return name.flatMap(known -> project.map(id -> new DeliveryDomain(known, id, enabled, origin)));
    }

    private Optional<Edge> edge(ConfigNode edge) {
        edge.mapping(keys("name", "address", "software", "region"), Set.of("slice", "shield", "tier", "tls"));
        var name = edge.required("name", EdgeName::new);
        name.ifPresent(known -> edgeNames.note(edge, "name", known));
        var address = edge.required("address", ConfigText::address);
        var software = edge.required("software", ConfigText::software);
        var region = edge.optional("region", "", ConfigText::name);
        return name.flatMap(known ->
                address.flatMap(dialled -> software.map(program -> new Edge(known, dialled, program, region))));
    }

    private static FillLimits fill(ConfigNode fill) {
        fill.optional("order", ConfigText::order);
        return new FillLimits(
                fill.optional("per-edge", FillLimits.DEFAULT.perEdge(), ConfigText.whole(1, 1_024)),
                fill.optional("per-origin", FillLimits.DEFAULT.perOrigin(), ConfigText.whole(1, 4_096)),
                fill.optional("attempts", FillLimits.DEFAULT.attempts(), ConfigText.whole(1, 20)));
    }

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}
