package dev.preheat.auth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.preheat.signing.AccessKey;
import dev.preheat.signing.SecurityToken;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every account's projects, users and keys at one moment. Replaced whole, never changed. */
public final class Directory {
    private final Map<String, AccessKey> keys;
    private final Map<AccountName, List<Project>> projects;
    private final Map<UserKey, Login> logins;
    private final Map<UserKey, String> standings;
    private final int mostIterations;

    private record UserKey(AccountName account, String user) {
        static UserKey of(User user) {
            return new UserKey(user.account(), user.name());
        }
    }

    /** @param logins the users who may have tokens, with and without a password */
    public Directory(List<Project> projects, List<AccessKey> keys, List<Login> logins) {
        this.keys = keys.stream().collect(toUnmodifiableMap(AccessKey::id, Function.identity()));
        this.projects = Map.copyOf(projects.stream().collect(groupingBy(Project::account)));
        this.logins =
                logins.stream().collect(toUnmodifiableMap(login -> UserKey.of(login.user()), Function.identity()));
        var held = keys.stream().collect(groupingBy(key -> UserKey.of(key.user())));
        this.standings = logins.stream()
                .collect(toUnmodifiableMap(
                        login -> UserKey.of(login.user()),
                        login -> standing(login, held.getOrDefault(UserKey.of(login.user()), List.of()))));
        this.mostIterations = logins.stream()
                .flatMap(login -> login.password().stream())
                .mapToInt(PasswordHash::iterations)
                .max()
                .orElse(PasswordHash.ITERATIONS);
    }

    Optional<AccessKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** All projects of an account, in the order of the configuration. */
    public List<Project> projects(AccountName account) {
        return projects.getOrDefault(account, List.of());
    }

    Optional<Login> login(AccountName account, String user) {
        return Optional.ofNullable(logins.get(new UserKey(account, user)));
    }

    /** The cost of the most expensive password, which every wrong answer waits for, so that none tells who exists. */
    int mostIterations() {
        return mostIterations;
    }

    /** Everything that a token of this user depends on, as one text with secrets in it; empty for an unknown user. */
    String standing(User user) {
        return standings.getOrDefault(UserKey.of(user), "");
    }

    private static String standing(Login login, List<AccessKey> held) {
        var keys = held.stream()
                .sorted(Comparator.comparing(AccessKey::id))
                .map(key -> key.id() + "\n" + key.secret()
                        + key.token().map(SecurityToken::value).orElse(""))
                .collect(Collectors.joining("\n"));
        return login.user() + "\n" + login.password().map(PasswordHash::text).orElse("") + "\n" + keys;
    }
}
