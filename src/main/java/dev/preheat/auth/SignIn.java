package dev.preheat.auth;

import dev.preheat.tenancy.AccountName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The only way from a name and a password to a user; takes as long for a user who does not exist.
 *
 * <p>Limits: half of the cores hash passwords, 32 wait, each at most 2 s; {@link WrongPasswords} makes a name wait.
 */
public final class SignIn {
    private static final int MOST_WAITING = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Directory> directory;
    private final WrongPasswords wrong;
    private final Semaphore turns = new Semaphore(halfOfTheCores(), true);

    public SignIn(Supplier<Directory> directory, InstantSource clock) {
        this.directory = directory;
        this.wrong = new WrongPasswords(clock);
    }

    /** What came of one name and password. */
    public sealed interface Attempt {
        record Proved(Login login) implements Attempt {}

        /** No such user, a user without a password, or another password: nobody is told which. */
        record Wrong() implements Attempt {}

        /** Not even looked at. */
        record TooMany() implements Attempt {}
    }

    /** Checks a password of any length. */
    public Attempt with(AccountName account, String user, String password) {
        var name = account + "/" + user;
        if (wrong.mustWait(name) || !hasTurn()) {
            return new Attempt.TooMany();
        }
        try {
            var attempt = attempt(account, user, password);
            switch (attempt) {
                case Attempt.Proved _ -> wrong.forget(name);
                case Attempt.Wrong _ -> wrong.note(name);
                case Attempt.TooMany _ -> {}
            }
            return attempt;
        } finally {
            turns.release();
        }
    }

    // Every attempt costs as much as the dearest password there is.
    private Attempt attempt(AccountName account, String user, String password) {
        var now = directory.get();
        var login = now.login(account, user);
        var hash = login.flatMap(Login::password);
        boolean right = hash.isPresent() && hash.get().isOf(password.toCharArray());
        PasswordHash.spend(
                now.mostIterations() - hash.map(PasswordHash::iterations).orElse(0));
        return right ? new Attempt.Proved(login.get()) : new Attempt.Wrong();
    }

    // Hashing is all computing: a virtual thread does not give way meanwhile, and other requests need cores too.
    private static int halfOfTheCores() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private boolean hasTurn() {
        try {
            return turns.getQueueLength() < MOST_WAITING
                    && turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
