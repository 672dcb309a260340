package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.guessing.KeyLocks;
import dev.preheat.http.Request;
import dev.preheat.http.Source;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.CanonicalRequest;
import dev.preheat.signing.Credentials;
import dev.preheat.signing.RequestSignature;
import dev.preheat.signing.SecurityToken;
import dev.preheat.signing.SignatureCheck;
import dev.preheat.tenancy.Project;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The check that the holder of an access key signed a request, and not too long ago.
 *
 * <p>A signature counts for 15 minutes before and after its {@code X-Sdk-Date} (devg-apisign), and more than once: the
 * SDKs send the same bytes again after a broken connection.
 */
public final class SignatureProof {
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);
    private static final String SECURITY_TOKEN = "x-security-token";

    private final SignatureCheck check = new SignatureCheck();
    private final KeyLocks locks;
    private final InstantSource clock;

    public SignatureProof(InstantSource clock) {
        this.locks = new KeyLocks(clock);
        this.clock = clock;
    }

    /**
     * Proves that the holder of {@code key} sent {@code request}, or tells why that is not proved.
     *
     * @param projects all of the key's account
     */
    public Authentication prove(Request request, Credentials.Signature offered, AccessKey key, List<Project> projects) {
        var source = Source.of(request.remote());
        if (locks.isLocked(key.id(), source)) {
            locks.noteRefused(source);
            return new Authentication.LockedKey();
        }
        var date = RequestSignature.date(request.headers());
        var signedAt = RequestSignature.instant(date);
        if (signedAt.isEmpty()) {
            return new Authentication.MalformedDate();
        }
        if (isStale(signedAt.get())) {
            return new Authentication.StaleDate();
        }
        var canonical = CanonicalRequest.of(
                request, offered.signedHeaders(), offered.algorithm().hash());
        var texts = canonical.stream()
                .map(one -> RequestSignature.text(offered.algorithm(), date, offered.scope(), one))
                .toList();
        if (!isOfDay(offered, date) || texts.stream().noneMatch(text -> check.isRight(offered, key, text))) {
            locks.noteWrong(key.id(), source);
            return new Authentication.WrongSignature(canonical.getFirst().text());
        }
        locks.noteRight(key.id(), source);
        var until = signedAt.get().plus(LARGEST_SKEW);
        var signed = Fingerprint.of(texts.getFirst(), key.id(), request.body(), until);
        return key.token()
                .flatMap(token -> refusal(request, offered.signedHeaders(), token))
                .orElseGet(() -> new Authentication.Proved(new Caller(key.user(), projects, Optional.of(signed))));
    }

    private boolean isStale(Instant signedAt) {
        return Duration.between(signedAt, clock.instant()).abs().compareTo(LARGEST_SKEW) > 0;
    }

    // a derived key is of the day of its date, and of no other
    private static boolean isOfDay(Credentials.Signature offered, String date) {
        return offered.scope().isEmpty() || offered.scope().startsWith(date.substring(0, 8));
    }

    private Optional<Authentication> refusal(Request request, List<String> signedHeaders, SecurityToken token) {
        var given = String.join(",", request.headers().all(SECURITY_TOKEN)).getBytes(UTF_8);
        if (signedHeaders.stream().noneMatch(SECURITY_TOKEN::equalsIgnoreCase)
                || !MessageDigest.isEqual(token.value().getBytes(UTF_8), given)) {
            return Optional.of(new Authentication.WrongSecurityToken());
        }
        return clock.instant().isBefore(token.expires())
                ? Optional.empty()
                : Optional.of(new Authentication.ExpiredKey(token.expires()));
    }
}
