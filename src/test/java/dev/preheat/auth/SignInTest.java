package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import dev.preheat.testing.Logins;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final User OWNER = new User("acme", ACME, true);

    private final Directory directory = new Directory(
            List.of(),
            List.of(),
            List.of(Logins.of(OWNER), new Login(new User("keyed", ACME, false), Optional.empty())));
    private Instant now = Instant.parse("2025-11-26T12:00:00Z");
    private final SignIn signIn = new SignIn(() -> directory, () -> now);

    @Test
    void theRightPasswordProves() {
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.Proved(Logins.of(OWNER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "correct horse battery stapl",
                "correct horse battery staple ",
                "Correct horse battery staple"
            })
    void anotherPasswordDoesNot(String password) {
        assertThat(signIn.with(ACME, "acme", password)).isEqualTo(new SignIn.Attempt.Wrong());
    }

    @Test
    void nobodyIsToldWhoExists() {
        assertThat(signIn.with(ACME, "nobody", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.Wrong());
        assertThat(signIn.with(ACME, "keyed", "")).isEqualTo(new SignIn.Attempt.Wrong());
        assertThat(signIn.with(new AccountName("other"), "acme", Logins.PASSWORD))
                .isEqualTo(new SignIn.Attempt.Wrong());
    }

    @Test
    void fiveWrongPasswordsInARowMakeANameWait() {
        fail("acme", 5);
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        now = now.plusSeconds(1);
        fail("acme", 1);
        now = now.plusMillis(1_999);
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        now = now.plusMillis(1);
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
        fail("acme", 4);
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aNameNobodyHasWaitsAlike() {
        fail("nobody", 5);
        assertThat(signIn.with(ACME, "nobody", "x")).isEqualTo(new SignIn.Attempt.TooMany());
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aFloodIsRefusedAndNotHashed() throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(200)) {
            Callable<SignIn.Attempt> attempt = () -> signIn.with(ACME, "acme", Logins.PASSWORD);
            var attempts = threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(_ -> attempt).toList());
            assertThat(attempts.stream().map(Future::resultNow).distinct())
                    .containsExactlyInAnyOrder(
                            new SignIn.Attempt.TooMany(), new SignIn.Attempt.Proved(Logins.of(OWNER)));
        }
        assertThat(signIn.with(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aHashIsReadBackAndIsAnotherEachTime() {
        var one = PasswordHash.of("secret".toCharArray(), new SecureRandom());
        var other = PasswordHash.of("secret".toCharArray(), new SecureRandom());
        assertThat(one.text()).startsWith("$pbkdf2-sha512$v1$210000$").isNotEqualTo(other.text());
        assertThat(PasswordHash.parse(one.text()).isOf("secret".toCharArray())).isTrue();
        assertThat(PasswordHash.parse(one.text()).isOf("Secret".toCharArray())).isFalse();
        assertThat(one).asString().doesNotContain(one.text());
    }

    @Test
    void whoIsTriedTheLongestAgoIsForgottenFirst() {
        var wrong = new WrongPasswords(() -> now);
        IntStream.range(0, 5).forEach(_ -> wrong.note("first"));
        IntStream.range(0, 9_999).forEach(i -> wrong.note("name " + i));
        assertThat(wrong.mustWait("first")).isTrue();
        IntStream.range(0, 10_000).forEach(i -> wrong.note("other " + i));
        assertThat(wrong.mustWait("first")).isFalse();
    }

    @Test
    void nobodyWaitsLongerThanAMinute() {
        var wrong = new WrongPasswords(() -> now);
        IntStream.range(0, 500).forEach(_ -> wrong.note("first"));
        now = now.plus(Duration.ofMinutes(1));
        assertThat(wrong.mustWait("first")).isFalse();
    }

    private void fail(String user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(signIn.with(ACME, user, "wrong")).isEqualTo(new SignIn.Attempt.Wrong());
        }
    }
}
