package dev.preheat.config;

import dev.preheat.auth.Login;
import dev.preheat.auth.PasswordHash;
import dev.preheat.config.Config.Accounts;
import dev.preheat.config.Cursor.Once;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.SecurityToken;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Policy;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the accounts of a preheat.yaml: projects, users, keys and policies. */
final class AccountsReader {
    private static final Pattern OF_THE_EXAMPLE =
            Pattern.compile("AKEXAMPLE0000000000\\d|replace-this-with-40-random-characters-\\d");
    private static final int MOST_POLICIES_OF_A_USER = 20;

    private final Once accountNames = new Once("an account");
    private final Once projectIds = new Once("a project");
    private final Once keyIds = new Once("an access key");
    private final List<Project> projects = new ArrayList<>();
    private final List<AccessKey> keys = new ArrayList<>();
    private final List<Login> logins = new ArrayList<>();

    Accounts read(Cursor root) {
        root.listOfSome("accounts", "an account").forEach(this::account);
        return new Accounts(projects, keys, logins);
    }

    private void account(Cursor account) {
        account.mapping("name", "projects", "users", "policies");
        var name = account.required("name", AccountName::new);
        name.ifPresent(known -> accountNames.note(account, "name", known));
        // What hangs below a wrong name is read all the same: its own faults are to be told in the same run.
        var owning = name.orElse(new AccountName("unnamed"));
        projects(account, owning);
        users(account, owning, policies(account));
    }

    private void projects(Cursor account, AccountName owning) {
        var names = new Once("a project of this account called");
        for (var project : account.listOfSome("projects", "a project")) {
            project.mapping("id", "name");
            var id = project.required("id", ProjectId::new);
            var name = project.required("name", Texts::name);
            id.ifPresent(known -> projectIds.note(project, "id", known));
            name.ifPresent(known -> names.note(project, "name", known));
            id.ifPresent(known -> projects.add(new Project(known, name.orElse(""), owning)));
        }
    }

    private static Map<String, Policy> policies(Cursor account) {
        var names = new Once("a policy of this account called");
        var found = new HashMap<String, Policy>();
        for (var policy : account.list("policies")) {
            policy.mapping("name", "document");
            var name = policy.required("name", Texts::name);
            name.ifPresent(known -> names.note(policy, "name", known));
            name.filter(known -> Policy.system(known).isPresent())
                    .ifPresent(_ -> policy.fault("name", "must not be that of a system policy"));
            var read = PolicyReader.read(policy, name.orElse("unnamed"));
            read.ifPresent(one -> found.put(one.name(), one));
        }
        return found;
    }

    private void users(Cursor account, AccountName owning, Map<String, Policy> policies) {
        var names = new Once("a user of this account called");
        var owners = 0;
        var users = account.listOfSome("users", "the account's owner");
        for (var user : users) {
            user.mapping("name", "owner", "password", "policies", "access-keys");
            var name = user.required("name", Texts::name);
            name.ifPresent(known -> names.note(user, "name", known));
            var owner = user.optional("owner", false, Texts::yesOrNo);
            owners += owner ? 1 : 0;
            var holder = new User(name.orElse("unnamed"), owning, owner, granted(user, owner, policies));
            credentials(user, holder);
        }
        if (owners != 1 && !users.isEmpty()) {
            account.fault("users", "must have one owner (owner: true), but has " + owners);
        }
    }

    private static List<Policy> granted(Cursor user, boolean owner, Map<String, Policy> policies) {
        if (owner && user.at("policies").isPresent()) {
            user.fault("policies", "must be left out: the owner may do everything");
        }
        return user.list("policies", MOST_POLICIES_OF_A_USER).stream()
                .map(place -> place.scalar(name -> granted(name, policies)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Policy granted(String name, Map<String, Policy> policies) {
        return Policy.system(name)
                .or(() -> Optional.ofNullable(policies.get(name)))
                .orElseThrow(() -> new IllegalArgumentException("must be a policy of this account or VOD FullAccess,"
                        + " VOD ReadOnlyAccess, VOD CommonOperations"));
    }

    private void credentials(Cursor user, User holder) {
        var password = user.optionalSecret("password", PasswordHash::parse);
        var held = user.at("password").isPresent()
                ? user.list("access-keys")
                : user.listOfSome("access-keys", "a key where there is no password");
        logins.add(new Login(holder, password));
        for (var key : held) {
            key.mapping("ak", "sk", "security-token", "expires");
            var id = key.required("ak", Texts::accessKey);
            var secret = key.requiredSecret("sk", Texts::secretKey);
            refuseExample(key, "ak", id);
            refuseExample(key, "sk", secret);
            id.ifPresent(known -> keyIds.note(key, "ak", known));
            var token = securityToken(key);
            id.ifPresent(known -> secret.ifPresent(sk -> keys.add(new AccessKey(known, sk, holder, token))));
        }
    }

    private static void refuseExample(Cursor key, String member, Optional<String> value) {
        value.filter(text -> OF_THE_EXAMPLE.matcher(text).matches())
                .flatMap(_ -> key.at(member))
                .ifPresent(place -> place.fault(
                        "must not be that of preheat.example.yaml, which everybody knows; put one of your own"
                                + " in its place, such as what `openssl rand -hex 20` prints"));
    }

    private static Optional<SecurityToken> securityToken(Cursor key) {
        if (key.at("security-token").isEmpty() && key.at("expires").isEmpty()) {
            return Optional.empty();
        }
        var value = key.requiredSecret("security-token", Texts::securityToken);
        var expires = key.required("expires", Texts::instant);
        return value.flatMap(text -> expires.map(at -> new SecurityToken(text, at)));
    }
}
