package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.guessing.WrongPasswords;
import dev.preheat.http.Source;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final Source HERE = Source.of("127.0.0.1");
    private static final SignIn.Attempt WRONG = new SignIn.Attempt.Wrong();
    private static final User OWNER = new User("acme", ACME, true);

    private final Directory directory = new Directory(
            List.of(),
            List.of(),
            List.of(Logins.of(OWNER), new Login(new User("keyed", ACME, false), Optional.empty())));
    private final AtomicReference<Directory> known = new AtomicReference<>(directory);
    private Instant now = Instant.parse("2025-11-26T12:00:00Z");
    private final SignIn signIn = new SignIn(known::get, () -> now, Duration.ofMillis(20));

    @Test
    void theRightPasswordProves() {
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.Proved(Logins.of(OWNER)));
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
        assertThat(attempt(ACME, "acme", password)).isEqualTo(new SignIn.Attempt.Wrong());
    }

    @Test
    void nobodyIsToldWhoExists() {
        assertThat(attempt(ACME, "nobody", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.Wrong());
        assertThat(attempt(ACME, "keyed", "")).isEqualTo(new SignIn.Attempt.Wrong());
        assertThat(attempt(new AccountName("other"), "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.Wrong());
    }

    @Test
    void fiveWrongPasswordsInARowMakeANameWait() {
        fail("acme", 5);
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        now = now.plusSeconds(1);
        fail("acme", 1);
        now = now.plusMillis(1_999);
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        now = now.plusMillis(1);
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
        fail("acme", 4);
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aNameNobodyHasWaitsAlike() {
        fail("nobody", 5);
        assertThat(attempt(ACME, "nobody", "x")).isEqualTo(new SignIn.Attempt.TooMany());
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aFloodIsRefusedAndNotHashed() throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(200)) {
            Callable<SignIn.Attempt> attempt = () -> attempt(ACME, "acme", Logins.PASSWORD);
            var attempts = threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(_ -> attempt).toList());
            assertThat(attempts.stream().map(Future::resultNow).distinct())
                    .containsExactlyInAnyOrder(
                            new SignIn.Attempt.TooMany(), new SignIn.Attempt.Proved(Logins.of(OWNER)));
        }
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
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
        IntStream.range(0, 5).forEach(_ -> wrong.note(pair("first")));
        IntStream.range(0, 9_999).forEach(i -> wrong.note(pair("name " + i)));
        assertThat(wrong.mustWait(pair("first"))).isTrue();
        IntStream.range(0, 10_000).forEach(i -> wrong.note(pair("other " + i)));
        assertThat(wrong.mustWait(pair("first"))).isFalse();
    }

    @Test
    void nobodyWaitsLongerThanAMinute() {
        var wrong = new WrongPasswords(() -> now);
        IntStream.range(0, 500).forEach(_ -> wrong.note(pair("first")));
        now = now.plus(Duration.ofMinutes(1));
        assertThat(wrong.mustWait(pair("first"))).isFalse();
    }

    @Test
    void aStrangerMakesNobodyElseWait() {
        IntStream.range(0, 5)
                .forEach(_ -> assertThat(from("203.0.113.9", "acme", "wrong")).isEqualTo(WRONG));
        assertThat(from("203.0.113.9", "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void manySourcesTogetherMakeANameWaitAtAllThatNeverSignedIn() throws InterruptedException {
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
        known.set(new Directory(List.of(), List.of(), List.of())); // so that nothing is hashed meanwhile
        try (var threads = Executors.newFixedThreadPool(8)) {
            threads.invokeAll(IntStream.range(0, 100)
                    .<Callable<Void>>mapToObj(source -> () -> {
                        IntStream.range(0, 5).forEach(_ -> from("10.0.0." + source, "acme", "wrong"));
                        return null;
                    })
                    .toList());
        }
        known.set(directory);
        assertThat(from("198.51.100.1", "acme", Logins.PASSWORD)).isEqualTo(new SignIn.Attempt.TooMany());
        assertThat(attempt(ACME, "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(from("198.51.100.1", "acme", Logins.PASSWORD)).isInstanceOf(SignIn.Attempt.Proved.class);
    }

    @Test
    void aWrongAnswerTakesAsLongForAUserWhoDoesNotExist() {
        var slow = new SignIn(known::get, () -> now, Duration.ofSeconds(1));
        for (var user : List.of("acme", "keyed", "nobody")) {
            long began = System.nanoTime();
            assertThat(slow.with(HERE, ACME, user, "wrong")).isEqualTo(WRONG);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        }
    }

    @Test
    void oneSourceCannotMakeItForgetWhatItTried() {
        var wrong = new WrongPasswords(() -> now);
        IntStream.range(0, 5).forEach(_ -> wrong.note(pair("guessed")));
        IntStream.range(0, 10_000).forEach(i -> wrong.note(pair("random " + i)));
        assertThat(wrong.mustWait(pair("guessed"))).isFalse();
        wrong.note(pair("guessed"));
        assertThat(wrong.mustWait(pair("guessed"))).isTrue();
    }

    @Test
    void aClockThatWasSetBackMakesNobodyWaitForLonger() {
        var wrong = new WrongPasswords(() -> now);
        IntStream.range(0, 5).forEach(_ -> wrong.note(pair("first")));
        now = now.minus(Duration.ofDays(1));
        assertThat(wrong.mustWait(pair("first"))).isFalse();
    }

    private SignIn.Attempt attempt(AccountName account, String user, String password) {
        return signIn.with(HERE, account, user, password);
    }

    private SignIn.Attempt from(String source, String user, String password) {
        return signIn.with(Source.of(source), ACME, user, password);
    }

    private static WrongPasswords.Pair pair(String name) {
        return new WrongPasswords.Pair(HERE, name);
    }

    private void fail(String user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempt(ACME, user, "wrong")).isEqualTo(new SignIn.Attempt.Wrong());
        }
    }
}
