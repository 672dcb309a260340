package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.signing.AccessKey;
import dev.preheat.signing.SecurityToken;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Policy;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import dev.preheat.testing.Logins;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", ACME);
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00.123456Z");
    private static final User VIEWER = viewer("VOD ReadOnlyAccess");
    private static final AccessKey KEY = new AccessKey("AK1", "secret", VIEWER);
    private static final byte[] SERVER_KEY = new byte[Tokens.KEY_BYTES];

    private final AtomicReference<Directory> directory =
            new AtomicReference<>(directory(Logins.of(VIEWER), List.of(KEY)));
    private final Tokens tokens = tokens(NOW);
    private final String text = tokens.issue(Logins.of(VIEWER), "p1").text();

    @Test
    void isReadBackAsIssued() {
        var token = ((Tokens.Reading.Good) tokens.read(text)).token();
        assertThat(token)
                .isEqualTo(new Token(
                        text,
                        VIEWER,
                        Optional.of(PROJECT.id()),
                        Instant.parse("2025-11-26T12:00:00.123Z"),
                        Instant.parse("2025-11-27T12:00:00.123Z")));
    }

    @Test
    void anAccountsTokenIsGoodForNoProject() {
        var whole = tokens.issue(Logins.of(VIEWER), "");
        assertThat(((Tokens.Reading.Good) tokens.read(whole.text())).token().project())
                .isEmpty();
    }

    @Test
    void countsUntilItsLastMillisecond() {
        var end = Instant.parse("2025-11-27T12:00:00.123Z");
        assertThat(tokens(end.minusMillis(1)).read(text)).isInstanceOf(Tokens.Reading.Good.class);
        assertThat(tokens(end).read(text)).isEqualTo(new Tokens.Reading.Expired(end));
        assertThat(tokens(end.plus(Duration.ofDays(365))).read(text)).isEqualTo(new Tokens.Reading.Expired(end));
    }

    @Test
    void outlivesARestartWithTheSameKeyOnly() {
        assertThat(new Tokens(SERVER_KEY.clone(), directory::get, () -> NOW).read(text))
                .isInstanceOf(Tokens.Reading.Good.class);
        var other = new byte[Tokens.KEY_BYTES];
        other[31] = 1;
        assertThat(new Tokens(other, directory::get, () -> NOW).read(text)).isEqualTo(new Tokens.Reading.Unknown());
    }

    @Test
    void diesWithTheUser() {
        directory.set(new Directory(List.of(PROJECT), List.of(), List.of()));
        assertThat(tokens.read(text)).isEqualTo(new Tokens.Reading.Unknown());
    }

    @Test
    void diesWithThePassword() {
        var other = PasswordHash.of(Logins.PASSWORD.toCharArray(), new SecureRandom());
        dies(new Login(VIEWER, Optional.of(other)), List.of(KEY));
        dies(new Login(VIEWER, Optional.empty()), List.of(KEY));
    }

    @Test
    void diesWithTheKeys() {
        dies(Logins.of(VIEWER), List.of());
        dies(Logins.of(VIEWER), List.of(new AccessKey("AK1", "another", VIEWER)));
        var temporary = Optional.of(new SecurityToken("token", NOW));
        dies(Logins.of(VIEWER), List.of(new AccessKey("AK1", "secret", VIEWER, temporary)));
        dies(Logins.of(VIEWER), List.of(KEY, new AccessKey("AK2", "secret", VIEWER)));
    }

    @Test
    void diesWithThePolicies() {
        var more = viewer("VOD ReadOnlyAccess", "VOD CommonOperations");
        dies(Logins.of(more), List.of(new AccessKey("AK1", "secret", more)));
        var owner = new User("viewer", ACME, true);
        dies(Logins.of(owner), List.of(new AccessKey("AK1", "secret", owner)));
    }

    @Test
    void diesWhenAPolicyOfTheSameNameSaysSomethingElse() {
        var one = new User("viewer", ACME, false, List.of(policy("vod:asset:*")));
        var other = new User("viewer", ACME, false, List.of(policy("vod:*:*")));
        directory.set(directory(Logins.of(one), List.of()));
        var issued = tokens.issue(Logins.of(one), "p1").text();
        assertThat(tokens.read(issued)).isInstanceOf(Tokens.Reading.Good.class);
        directory.set(directory(Logins.of(other), List.of()));
        assertThat(tokens.read(issued)).isEqualTo(new Tokens.Reading.Unknown());
    }

    @Test
    void livesOnWhenSomebodyElseChanges() {
        var other = new AccessKey("AK9", "x", new User("other", ACME, true));
        directory.set(
                new Directory(List.of(), List.of(other, KEY), List.of(Logins.of(VIEWER), Logins.of(other.user()))));
        assertThat(tokens.read(text)).isInstanceOf(Tokens.Reading.Good.class);
    }

    @Test
    void noOtherTextOfItsBytesCounts() {
        assertThat(tokens.read(text + "=")).isEqualTo(new Tokens.Reading.Unknown());
        assertThat(tokens.read(text + "A")).isEqualTo(new Tokens.Reading.Unknown());
        assertThat(tokens.read(" " + text)).isEqualTo(new Tokens.Reading.Unknown());
        for (int i = 0; i < text.length(); i++) {
            for (char other : "AZaz09-_+/=\u0000é".toCharArray()) {
                var changed = text.substring(0, i) + other + text.substring(i + 1);
                assertThat(changed.equals(text) || tokens.read(changed) instanceof Tokens.Reading.Unknown)
                        .isTrue();
            }
            assertThat(tokens.read(text.substring(0, i))).isEqualTo(new Tokens.Reading.Unknown());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "MIIJTESTTOKEN", "AQ", "\u0000", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anythingElseIsUnknown(String other) {
        assertThat(tokens.read(other)).isEqualTo(new Tokens.Reading.Unknown());
        assertThat(tokens.read("A".repeat(2_049))).isEqualTo(new Tokens.Reading.Unknown());
    }

    @Test
    void holdsNoSecretAndIsNotPrinted() {
        var said = new String(Base64.getUrlDecoder().decode(text), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(said).contains("acme", "viewer", "p1").doesNotContain("secret", "pbkdf2", "VOD");
        assertThat(tokens.issue(Logins.of(VIEWER), "p1")).asString().doesNotContain(text);
    }

    private void dies(Login login, List<AccessKey> keys) {
        directory.set(directory(login, keys));
        assertThat(tokens.read(text)).isEqualTo(new Tokens.Reading.Unknown());
        directory.set(directory(Logins.of(VIEWER), List.of(KEY)));
        assertThat(tokens.read(text)).isInstanceOf(Tokens.Reading.Good.class);
    }

    private Tokens tokens(Instant now) {
        return new Tokens(SERVER_KEY, directory::get, () -> now);
    }

    private static Directory directory(Login login, List<AccessKey> keys) {
        return new Directory(List.of(PROJECT), keys, List.of(login));
    }

    private static User viewer(String... policies) {
        return new User(
                "viewer",
                ACME,
                false,
                List.of(policies).stream()
                        .map(name -> Policy.system(name).orElseThrow())
                        .toList());
    }

    private static Policy policy(String action) {
        return new Policy(
                "own", List.of(new Policy.Statement(Policy.Effect.ALLOW, Policy.About.ACTION, List.of(action))));
    }
}
