package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.preheat.http.Request;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only way from a request to a caller.
 *
 * <p>A signature counts for 15 minutes before and after its {@code X-Sdk-Date} (devg-apisign), and more than once: the
 * SDKs send the same bytes again after a broken connection.
 */
public final class Authenticator {
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);

    private final Map<String, AccessKey> keys;
    private final Map<AccountName, List<Project>> projects;
    private final InstantSource clock;

    public Authenticator(List<AccessKey> keys, List<Project> projects, InstantSource clock) {
        this.keys = keys.stream().collect(toUnmodifiableMap(AccessKey::id, Function.identity()));
        this.projects = Map.copyOf(projects.stream().collect(groupingBy(Project::account)));
        this.clock = clock;
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
        var date = String.join(",", request.headers().all("X-Sdk-Date")).strip();
        var signedAt = RequestSignature.instant(date);
        if (signedAt.isEmpty()) {
            return new Verdict.MalformedDate();
        }
        if (isStale(signedAt.get())) {
            return new Verdict.StaleDate();
        }
        var canonical = CanonicalRequest.of(request, offered.signedHeaders());
        return canonical.stream().anyMatch(one -> isOf(one, date, key.get(), offered.signature()))
                ? caller(key.get())
                : new Verdict.WrongSignature(canonical.getFirst().text());
    }

    private boolean isStale(Instant signedAt) {
        return Duration.between(signedAt, clock.instant()).abs().compareTo(LARGEST_SKEW) > 0;
    }

    // In constant time: how long a refusal takes says nothing about the right signature.
    private static boolean isOf(CanonicalRequest canonical, String date, AccessKey key, String signature) {
        var right = RequestSignature.of(canonical, date, key.secret());
        return MessageDigest.isEqual(right.getBytes(US_ASCII), signature.getBytes(US_ASCII));
    }

    private Caller caller(AccessKey key) {
        return new Caller(key.user(), projects.getOrDefault(key.user().account(), List.of()));
    }
}
