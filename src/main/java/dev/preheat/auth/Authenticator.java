package dev.preheat.auth;

import dev.preheat.http.Request;
import dev.preheat.signing.Credentials;
import dev.preheat.signing.SigningAlgorithm;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The only way from a request to a proved caller. */
public final class Authenticator {
    private final Supplier<Directory> directory;
    private final Tokens tokens;
    private final SignatureProof signatures;

    public Authenticator(Supplier<Directory> directory, Tokens tokens, InstantSource clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.signatures = new SignatureProof(clock);
    }

    /** The access key that a request names, whether or not its sender has the secret. */
    public static Optional<String> offeredKey(Request request) {
        return request.headers().first("Authorization").flatMap(SigningAlgorithm::offeredKey);
    }

    /** Proves who sent {@code request}, or tells why nobody knows; never throws for what a client can send. */
    public Authentication prove(Request request) {
        return switch (Credentials.of(request.headers())) {
            case Credentials.Signature signature -> prove(request, signature);
            case Credentials.Token(var text) -> prove(text);
            case Credentials.Malformed(var reason) -> new Authentication.Malformed(reason);
            case Credentials.None _ -> new Authentication.NoCredentials();
        };
    }

    private Authentication prove(Request request, Credentials.Signature offered) {
        var key = directory.get().key(offered.accessKey());
        if (key.isEmpty()) {
            return new Authentication.UnknownKey(offered.accessKey());
        }
        var projects = directory.get().projects(key.get().user().account());
        return signatures.prove(request, offered, key.get(), projects);
    }

    private Authentication prove(String token) {
        return switch (tokens.read(token)) {
            case Tokens.Reading.Good(var good) -> proved(good);
            case Tokens.Reading.Expired(var at) -> new Authentication.ExpiredToken(at);
            case Tokens.Reading.Unknown() -> new Authentication.UnknownToken();
        };
    }

    // A token is good for its own project only, and a token of the account for none.
    private Authentication proved(Token token) {
        var projects = directory.get().projects(token.user().account()).stream()
                .filter(project -> token.project().filter(project.id()::equals).isPresent())
                .toList();
        return new Authentication.Proved(new Caller(token.user(), projects, Optional.empty()));
    }
}
