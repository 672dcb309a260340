package dev.preheat.iam;

import dev.preheat.auth.Iam;
import dev.preheat.auth.Login;
import dev.preheat.auth.PasswordHash;
import dev.preheat.auth.SignIn;
import dev.preheat.http.Response;
import dev.preheat.http.Source;
import dev.preheat.operation.Call;
import dev.preheat.operation.Json;
import dev.preheat.operation.Operation;
import dev.preheat.operation.Parsed;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v3/auth/tokens}: a token for a name and a password, with 201 and {@code X-Subject-Token}.
 *
 * <p>The scope is a project by id or by name, or the account, which is the default. A project wins over an account. Source: the vendor's IAM API reference (KeystoneCreateUserTokenByPassword), 2023-02.
 */
public record IssueToken(Iam iam) implements Operation {
    private static final int LONGEST_NAME = 64;

    private record Named(@Nullable String id, @Nullable String name) {}

    private record User(
            @Nullable Named domain,
            @Nullable String name,
            @Nullable String password) {}

    private record Password(@Nullable User user) {}

    private record Identity(
            @Nullable List<@Nullable String> methods,
            @Nullable Password password) {}

    private record Scope(@Nullable Named project, @Nullable Named domain) {}

    private record Auth(
            @Nullable Identity identity, @Nullable Scope scope) {}

    private record Body(@Nullable Auth auth) {}

    private record Claim(String account, String user, String password) {}

    /** Names the user in the audit log's line once the password is proved. */
    @Override
    public Response handle(Call call) {
        return switch (Json.read(call.request().body(), Body.class)) {
            case Parsed.Illegal<Body> _ -> KeystoneError.ILLEGAL_BODY.response();
            case Parsed.Legal<Body>(var body) -> issue(call, body.auth());
        };
    }

    private Response issue(Call call, @Nullable Auth auth) {
        if (auth == null || auth.identity() == null) {
            return KeystoneError.ILLEGAL_BODY.response();
        }
        var claim = claim(auth.identity());
        if (claim.isEmpty() || !isScope(auth.scope())) {
            return KeystoneError.ILLEGAL_BODY.response();
        }
        return switch (attempt(Source.of(call.request().remote()), claim.get())) {
            case SignIn.Attempt.Proved(var login) -> {
                call.line().by(login.user());
                yield issue(login, auth.scope());
            }
            case SignIn.Attempt.Wrong() -> KeystoneError.WRONG_PASSWORD.response();
            case SignIn.Attempt.TooMany() -> KeystoneError.TOO_MANY.response();
        };
    }

    private SignIn.Attempt attempt(Source source, Claim claim) {
        return AccountName.isLegal(claim.account())
                ? iam.signIn().with(source, new AccountName(claim.account()), claim.user(), claim.password())
                : new SignIn.Attempt.Wrong();
    }

    private Response issue(Login login, @Nullable Scope scope) {
        var account = login.user().account();
        var projects = iam.directory().get().projects(account);
        if (scope == null || scope.project() == null) {
            return isOwn(account, scope)
                    ? ShownToken.response(201, iam.tokens().issue(login, ""), projects)
                    : KeystoneError.UNAUTHENTICATED.response();
        }
        var wanted = scope.project();
        return projects.stream()
                .filter(project -> isNamed(project, wanted))
                .findFirst()
                .map(project -> iam.tokens().issue(login, project.id().value()))
                .map(token -> ShownToken.response(201, token, projects))
                .orElseGet(KeystoneError.UNAUTHENTICATED::response);
    }

    private static Optional<Claim> claim(Identity identity) {
        if (identity.password() == null
                || identity.password().user() == null
                || !List.of("password").equals(identity.methods())) {
            return Optional.empty();
        }
        var user = identity.password().user();
        if (user.domain() == null || user.domain().name() == null || user.name() == null || user.password() == null) {
            return Optional.empty();
        }
        return user.name().length() <= LONGEST_NAME && user.password().length() <= PasswordHash.LONGEST_PASSWORD
                ? Optional.of(new Claim(user.domain().name(), user.name(), user.password()))
                : Optional.empty();
    }

    // none at all, a project or an account, each by its id or its name
    private static boolean isScope(@Nullable Scope scope) {
        if (scope == null) {
            return true;
        }
        var wanted = scope.project() == null ? scope.domain() : scope.project();
        return wanted != null && (wanted.id() != null || wanted.name() != null);
    }

    private static boolean isOwn(AccountName account, @Nullable Scope scope) {
        return scope == null || scope.domain() == null || isNamed(ShownToken.domain(account), scope.domain());
    }

    private static boolean isNamed(ShownToken.Named one, Named wanted) {
        return wanted.id() == null ? one.name().equals(wanted.name()) : one.id().equals(wanted.id());
    }

    private static boolean isNamed(Project project, Named wanted) {
        return isNamed(new ShownToken.Named(project.id().value(), project.name()), wanted);
    }
}
