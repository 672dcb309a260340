package dev.preheat.iam;

import dev.preheat.auth.Iam;
import dev.preheat.auth.Token;
import dev.preheat.auth.Tokens;
import dev.preheat.http.Response;
import dev.preheat.operation.Call;
import dev.preheat.operation.Operation;
import dev.preheat.tenancy.User;

/**
 * {@code GET /v3/auth/tokens}: shows the token of {@code X-Subject-Token}.
 *
 * <p>A user may see tokens of its own, an account's owner those of all its users. Source: the vendor's IAM API
 * reference (KeystoneValidateToken), 2023-02.
 */
public record ShowToken(Iam iam) implements Operation {
    @Override
    public Response handle(Call call) {
        var subject = call.request().headers().all("X-Subject-Token");
        if (subject.size() != 1) {
            return KeystoneError.ILLEGAL_PARAMETER.response("X-Subject-Token");
        }
        return switch (iam.tokens().read(subject.getFirst())) {
            case Tokens.Reading.Good(var token) -> show(token, call.user());
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
