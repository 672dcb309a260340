package dev.preheat.iam;

import dev.preheat.auth.Token;
import dev.preheat.encoding.Sha256;
import dev.preheat.http.Response;
import dev.preheat.operation.Json;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Policy;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A token in the answers of {@code /v3/auth/tokens}.
 *
 * <p>Accounts and users have only names; their ids are hashes of these, 32 hex digits. The catalogue is always empty, as if
 * every client asked for none.
 */
public record ShownToken(
        List<String> catalog,
        String expiresAt,
        String issuedAt,
        List<String> methods,
        Optional<Scope> project,
        Optional<Named> domain,
        List<Named> roles,
        Holder user) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private record Answer(ShownToken token) {}

    record Named(String id, String name) {}

    record Scope(Named domain, String id, String name) {}

    record Holder(Named domain, String id, String name, String passwordExpiresAt) {}

    /** @param projects of the token's account */
    static Response response(int status, Token token, List<Project> projects) {
        var user = token.user();
        var domain = domain(user.account());
        var project = projects.stream()
                .filter(one -> token.project().filter(one.id()::equals).isPresent())
                .findFirst()
                .map(one -> new Scope(domain, one.id().value(), one.name()));
        var shown = new ShownToken(
                List.of(),
                time(token.expiresAt()),
                time(token.issuedAt()),
                List.of("password"),
                project,
                Optional.of(domain).filter(_ -> token.project().isEmpty()),
                roles(user),
                new Holder(domain, id("user\n" + user.account() + "\n" + user.name()), user.name(), ""));
        return Json.response(status, new Answer(shown)).with("X-Subject-Token", token.text());
    }

    static Named domain(AccountName account) {
        return new Named(id("account\n" + account), account.value());
    }

    /** A time in the vendor's form: {@code 2020-01-04T09:05:22.701000Z}. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    // the vendor calls an account's owner te_admin; a user's policies stand for the roles of a group
    private static List<Named> roles(User user) {
        return user.owner()
                ? List.of(new Named("0", "te_admin"))
                : user.policies().stream()
                        .map(Policy::name)
                        .map(name -> new Named("0", name))
                        .toList();
    }

    private static String id(String of) {
        return Sha256.hex(of).substring(0, 32);
    }
}
