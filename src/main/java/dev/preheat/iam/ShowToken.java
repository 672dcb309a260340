package dev.preheat.iam;

import dev.preheat.auth.Caller;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Token;
import dev.preheat.auth.Tokens;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.tenancy.User;

/**
 * {@code GET /v3/auth/tokens}: what the token of {@code X-Subject-Token} is.
 *
 * <p>Whoever asks may ask for a token of his own; an account's owner for any of the account. Source: the vendor's IAM API
 * reference (KeystoneValidateToken), 2023-02.
 */
public record ShowToken(Iam iam) {
    public Response handle(Request request, Caller caller) {
        var subject = request.headers().all("X-Subject-Token");
        if (subject.size() != 1) {
            return KeystoneError.ILLEGAL_PARAMETER.response("X-Subject-Token");
        }
        return switch (iam.tokens().read(subject.getFirst())) {
            case Tokens.Reading.Good(var token) -> show(token, caller.user());
            case Tokens.Reading.Expired _, Tokens.Reading.Unknown _ -> KeystoneError.NO_SUCH_TOKEN.response();
        };
    }

    private Response show(Token token, User asking) {
        var of = token.user();
        boolean may = of.account().equals(asking.account())
                && (asking.owner() || of.name().equals(asking.name()));
        return may
                ? ShownToken.response(200, token, iam.directory().get().projects(of.account()))
                : KeystoneError.NO_SUCH_TOKEN.response();
    }
}
