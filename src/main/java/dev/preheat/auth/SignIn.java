package dev.preheat.auth;

import dev.preheat.guessing.BesiegedNames;
import dev.preheat.guessing.HeldAnswers;
import dev.preheat.guessing.RankedQueues;
import dev.preheat.guessing.WrongPasswords;
import dev.preheat.guessing.WrongPasswords.Pair;
import dev.preheat.http.Source;
import dev.preheat.tenancy.AccountName;
import dev.preheat.time.LogLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way from a name and a password to a user. A wrong answer takes as long for a user who does not exist.
 *
 * <p>A password is hashed only if the user has one. The right one is answered at once; every wrong one a second after its
 * turn came, with or without a hash, so names that nobody has cost nothing and hold up nobody.
 *
 * <p>Limits: for one name, one attempt at a time from a source and four from all sources; one hash at a time, which is one
 * core, first for sources that signed in before, then for those with the fewest wrong passwords. {@link WrongPasswords}
 * makes a name wait at one source, {@link BesiegedNames} at all sources that never knew its password.
 */
public final class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    static final Duration WRONG_TAKES = Duration.ofSeconds(1);
    private static final int MANY_WRONG = 20;

    private final Supplier<Directory> directory;
    private final Duration wrongTakes;
    private final WrongPasswords wrong;
    private final BesiegedNames besieged;
    private final LogLimit<Source> refusals;
    private final HeldAnswers held = new HeldAnswers();
    private final RankedQueues pairs = new RankedQueues(1, 8);
    private final RankedQueues names = new RankedQueues(4, 32);
    private final RankedQueues hashing = new RankedQueues(1, 64);

    /** @param wrongTakes several times as long as hashing a usual password, for example {@link #WRONG_TAKES} */
    public SignIn(Supplier<Directory> directory, InstantSource clock, Duration wrongTakes) {
        this.directory = directory;
        this.wrongTakes = wrongTakes;
        this.wrong = new WrongPasswords(clock);
        this.besieged = new BesiegedNames(clock);
        this.refusals = new LogLimit<>(clock);
    }

    /** The outcome of one name and password. */
    public sealed interface Attempt {
        record Proved(Login login) implements Attempt {}

        /** There is no such user, the user has no password, or it is another one; the caller is not told which. */
        record Wrong() implements Attempt {}

        /** The attempt was not even looked at. */
        record TooMany() implements Attempt {}
    }

    private record Claim(Pair pair, Optional<Login> login, String password) {
        String name() {
            return pair.name();
        }

        Source source() {
            return pair.source();
        }

        @Override
        public String toString() {
            return "Claim[" + pair + "]";
        }
    }

    /** Checks a password of any length. */
    public Attempt with(Source source, AccountName account, String user, String password) {
        var pair = new Pair(source, account + "/" + user);
        var attempt = attempt(new Claim(pair, directory.get().login(account, user), password));
        switch (attempt) {
            case Attempt.Proved _ -> {}
            case Attempt.Wrong _ -> {
                if (wrong.of(source) > MANY_WRONG) {
                    tell(source);
                }
            }
            case Attempt.TooMany _ -> tell(source);
        }
        return attempt;
    }

    private void tell(Source source) {
        int refused = refusals.count(source);
        if (refused > 0) {
            log.warn("sign-ins refused from {}: {} since the last such line", source, refused);
        }
    }

    private Attempt attempt(Claim claim) {
        if (wrong.mustWait(claim.pair())) {
            return new Attempt.TooMany();
        }
        try {
            return pairs.inTurn(claim.pair(), 0, () -> alone(claim)).orElseGet(Attempt.TooMany::new);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Attempt.TooMany();
        }
    }

    // The attempt that this one waited for may have been the fifth.
    private Attempt alone(Claim claim) throws InterruptedException {
        if (wrong.mustWait(claim.pair())) {
            return new Attempt.TooMany();
        }
        if (besieged.isFamiliar(claim.name(), claim.source())) {
            return looked(claim, -1);
        }
        if (besieged.isClosed(claim.name(), claim.source())) {
            return new Attempt.TooMany();
        }
        int rank = wrong.of(claim.source());
        return names.inTurn(claim.name(), rank, () -> looked(claim, rank)).orElseGet(Attempt.TooMany::new);
    }

    private Attempt looked(Claim claim, int rank) throws InterruptedException {
        long began = System.nanoTime();
        var password = claim.login().flatMap(Login::password);
        var right = password.isEmpty()
                ? Optional.of(false)
                : hashing.inTurn("", rank, () -> isRight(password.get(), claim.password()));
        if (right.isEmpty()) {
            return new Attempt.TooMany();
        }
        return right.get() ? proved(claim) : wrong(claim, began);
    }

    private Attempt proved(Claim claim) {
        wrong.forget(claim.pair());
        besieged.noteRight(claim.name(), claim.source());
        return new Attempt.Proved(claim.login().orElseThrow());
    }

    // Noted only with the answer, so that a second attempt in the meantime learns nothing about a hash.
    private Attempt wrong(Claim claim, long began) throws InterruptedException {
        int dearest = Math.ceilDiv(directory.get().mostIterations(), PasswordHash.ITERATIONS);
        held.hold(began, wrongTakes.multipliedBy(dearest));
        wrong.note(claim.pair());
        besieged.noteWrong(claim.name());
        return new Attempt.Wrong();
    }

    // This is all computing: a virtual thread would hold up one of the few threads that carry all others.
    private static boolean isRight(PasswordHash hash, String password) throws InterruptedException {
        var right = new FutureTask<>(() -> hash.isOf(password.toCharArray()));
        Thread.ofPlatform().daemon().name("password").start(right);
        try {
            return right.get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a password cannot be hashed", broken);
        }
    }
}
