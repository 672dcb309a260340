package dev.preheat.auth;

import dev.preheat.http.Request;
import dev.preheat.signing.Credentials;
import dev.preheat.signing.SigningAlgorithm;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The only way from a request to a caller. */
public final class Authenticator {
    private final Supplier<Directory> directory;
    private final Tokens tokens;
    private final SignatureProof signatures;

    public Authenticator(Supplier<Directory> directory, Tokens tokens, InstantSource clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.signatures = new SignatureProof(clock);
    }

    /** The access key that a request names, whether or not it has the secret. */
    public static Optional<String> offeredKey(Request request) {
        return request.headers().first("Authorization").flatMap(SigningAlgorithm::offeredKey);
    }

    /** Proves who sent {@code request}, or tells why nobody knows; never throws for what a client can send. */
    public Verdict prove(Request request) {
        return switch (Credentials.of(request.headers())) {
            case Credentials.Signature signature -> prove(request, signature);
            case Credentials.Token(var text) -> prove(text);
            case Credentials.Malformed(var reason) -> new Verdict.Malformed(reason);
            case Credentials.None _ -> new Verdict.NoCredentials();
        };
    }

    private Verdict prove(Request request, Credentials.Signature offered) {
        var key = directory.get().key(offered.accessKey());
        if (key.isEmpty()) {
            return new Verdict.UnknownKey(offered.accessKey());
        }
        var projects = directory.get().projects(key.get().user().account());
        return signatures.prove(request, offered, key.get(), projects);
    }

    private Verdict prove(String token) {
        return switch (tokens.read(token)) {
            case Tokens.Reading.Good(var good) -> caller(good);
            case Tokens.Reading.Expired(var at) -> new Verdict.ExpiredToken(at);
            case Tokens.Reading.Unknown() -> new Verdict.UnknownToken();
        };
    }

    // A token is good for its own project alone, one of the account for none.
    private Caller caller(Token token) {
        var projects = directory.get().projects(token.user().account()).stream()
                .filter(project -> token.project().filter(project.id()::equals).isPresent())
                .toList();
        return new Caller(token.user(), projects, Optional.empty());
    }
}
