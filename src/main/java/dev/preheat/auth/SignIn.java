package dev.preheat.auth;

import dev.preheat.http.Source;
import dev.preheat.strangers.Crowd;
import dev.preheat.strangers.Familiar;
import dev.preheat.strangers.Pause;
import dev.preheat.strangers.RankedLines;
import dev.preheat.strangers.WrongPasswords;
import dev.preheat.strangers.WrongPasswords.Pair;
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
 * The only way from a name and a password to a user; a wrong answer takes as long for a user who does not exist.
 *
 * <p>Only a password that a user has is hashed. The right one is answered at once; every wrong one a second after its turn
 * came, whether there was a hash to wait for or none, so names that nobody has cost nothing and hold up nobody. Limits: of
 * one name one attempt at a time from a source, and four from all; one hash at a time, which is one core: first those that
 * signed in from the same source before, then the sources with the fewest wrong passwords. {@link WrongPasswords} makes a
 * name wait at one source, {@link Crowd} at all that never knew its password.
 */
public final class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    private static final Duration WRONG_TAKES = Duration.ofSeconds(1);
    private static final int MANY_WRONG = 20;

    private final Supplier<Directory> directory;
    private final Duration wrongTakes;
    private final WrongPasswords wrong;
    private final Crowd crowd;
    private final LogLimit<Source> refusals;
    private final Familiar familiar = new Familiar();
    private final Pause pause = new Pause();
    private final RankedLines pairs = new RankedLines(1, 8);
    private final RankedLines names = new RankedLines(4, 32);
    private final RankedLines hashing = new RankedLines(1, 64);

    public SignIn(Supplier<Directory> directory, InstantSource clock) {
        this(directory, clock, WRONG_TAKES);
    }

    /** @param wrongTakes several times what the usual password takes to hash */
    SignIn(Supplier<Directory> directory, InstantSource clock, Duration wrongTakes) {
        this.directory = directory;
        this.wrongTakes = wrongTakes;
        this.wrong = new WrongPasswords(clock);
        this.crowd = new Crowd(clock);
        this.refusals = new LogLimit<>(clock);
    }

    /** What came of one name and password. */
    public sealed interface Attempt {
        record Proved(Login login) implements Attempt {}

        /** No such user, a user without a password, or another password: nobody is told which. */
        record Wrong() implements Attempt {}

        /** Not even looked at. */
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

    // The attempt before, for which this one waited, may have been the fifth.
    private Attempt alone(Claim claim) throws InterruptedException {
        if (wrong.mustWait(claim.pair())) {
            return new Attempt.TooMany();
        }
        if (familiar.has(claim.name(), claim.source())) {
            return looked(claim, -1);
        }
        if (crowd.isOver(claim.name())) {
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
        familiar.note(claim.name(), claim.source());
        return new Attempt.Proved(claim.login().orElseThrow());
    }

    // Noted when it is answered, so that a second attempt meanwhile learns nothing of a hash.
    private Attempt wrong(Claim claim, long began) throws InterruptedException {
        int dearest = Math.ceilDiv(directory.get().mostIterations(), PasswordHash.ITERATIONS);
        pause.since(began, wrongTakes.multipliedBy(dearest));
        wrong.note(claim.pair());
        crowd.note(claim.name());
        return new Attempt.Wrong();
    }

    // All computing: on a virtual thread it would hold one of the few that carry all others.
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
