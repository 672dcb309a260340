package dev.preheat.auth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.preheat.http.Request;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The only way from a request to a caller. */
public final class Authenticator {
    private final Map<String, AccessKey> keys;
    private final Map<AccountName, List<Project>> projects;
    private final SignatureProof signatures;

    public Authenticator(List<AccessKey> keys, List<Project> projects, InstantSource clock) {
        this.keys = keys.stream().collect(toUnmodifiableMap(AccessKey::id, Function.identity()));
        this.projects = Map.copyOf(projects.stream().collect(groupingBy(Project::account)));
        this.signatures = new SignatureProof(clock);
    }

    /** Who sent {@code request}; never throws for what a client can send. */
    public Verdict prove(Request request) {
        return switch (Credentials.of(request.headers())) {
            case Credentials.Signature signature -> prove(request, signature);
            case Credentials.Token _ -> new Verdict.UnknownToken();
            case Credentials.Malformed(var reason) -> new Verdict.Malformed(reason);
            case Credentials.None _ -> new Verdict.NoCredentials();
        };
    }

    private Verdict prove(Request request, Credentials.Signature offered) {
        var key = Optional.ofNullable(keys.get(offered.accessKey()));
        if (key.isEmpty()) {
            return new Verdict.UnknownKey(offered.accessKey());
        }
        return signatures.refusal(request, offered, key.get()).orElseGet(() -> caller(key.get()));
    }

    private Caller caller(AccessKey key) {
        return new Caller(key.user(), projects.getOrDefault(key.user().account(), List.of()));
    }
}
