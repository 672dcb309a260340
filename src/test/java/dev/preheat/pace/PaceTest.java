package dev.preheat.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.pace.Turns.Who;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.Awaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final EdgeName EDGE = new EdgeName("sg-1");
    private static final EdgeName OTHER = new EdgeName("sg-2");
    private static final Who ACME = new Who(EDGE, new AccountName("acme"));
    private static final Who GLOBEX = new Who(EDGE, new AccountName("globex"));
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SLOW = TimeUnit.SECONDS.toNanos(3);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // such a clock may run over

    @Test
    void whatIsNotStoredHalvesThePlacesOnceASecond() {
        var pace = pace(32);
        pace.lost();
        pace.lost();
        assertThat(pace.allowed()).isEqualTo(16);
        pass(Duration.ofSeconds(1));
        pace.lost();
        assertThat(pace.allowed()).isEqualTo(8);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(1));
            pace.lost();
        }
        assertThat(pace.allowed()).as("one is always left").isEqualTo(1);
    }

    @Test
    void aPartOfTheLimitIsTheMostUntilItIsDealtAnew() {
        var pace = pace(32);
        pace.limit(new Limit(8, Rates.NONE));
        assertThat(pace.allowed()).isEqualTo(8);
        pace.lost();
        pace.limit(new Limit(32, Rates.NONE));
        assertThat(pace.allowed()).as("what it bears is found anew").isEqualTo(4);
        well(pace, 1_000, QUICK);
        assertThat(pace.allowed()).isEqualTo(32);
    }

    @Test
    void goodAnswersBringThePlacesBackAndNotMore() {
        var pace = pace(8);
        pace.lost();
        well(pace, 4, QUICK);
        assertThat(pace.allowed()).isBetween(4, 5);
        well(pace, 100, QUICK);
        assertThat(pace.allowed()).isEqualTo(8);
    }

    @Test
    void answersThatTakeMuchLongerThanTheyDidHalveThePlaces() {
        var pace = pace(8);
        well(pace, 50, QUICK);
        assertThat(pace.allowed()).isEqualTo(8);
        well(pace, 20, SLOW);
        assertThat(pace.allowed()).isLessThan(8);
    }

    @Test
    void answersThatWereAlwaysSlowAreNoSignOfTrouble() {
        var pace = pace(8);
        well(pace, 100, SLOW);
        assertThat(pace.allowed()).isEqualTo(8);
    }

    @Test
    void anEdgeThatIsSlowerThanAnotherSlowsNoOrigin() {
        var pace = pace(8);
        well(pace, 50, QUICK);
        for (int i = 0; i < 50; i++) {
            pace.took(OTHER, QUICK);
        }
        for (int i = 0; i < 19; i++) {
            pace.took(OTHER, QUICK);
            pace.took(EDGE, SLOW);
        }
        pass(Duration.ofSeconds(1));
        assertThat(pace.took(EDGE, SLOW)).as("it is the edge").isTrue();
        assertThat(pace.allowed()).isEqualTo(8);
        for (int i = 0; i < 20; i++) {
            pace.took(OTHER, SLOW);
        }
        assertThat(pace.took(EDGE, SLOW)).as("it is both").isFalse();
        assertThat(pace.allowed()).isEqualTo(4);
    }

    @Test
    void whoEntersAfterTooMuchWasAskedForWaitsForTheRest() throws Exception {
        var pace = new Pace(new Limit(4, Rates.NONE), System::nanoTime);
        pace.pressed(Duration.ZERO);
        long begun = System.nanoTime();
        pace.enter(ACME);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
        assertThat(pace.allowed()).isEqualTo(2);
    }

    @Test
    void requestsAreHeldToTheirRate() throws Exception {
        var pace = new Pace(new Limit(100, new Rates(20, 0)), System::nanoTime);
        long begun = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            pace.leave(pace.enter(ACME));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void whatWasFetchedIsPaidBeforeMoreIs() throws Exception {
        var pace = new Pace(new Limit(100, new Rates(0, 8)), System::nanoTime);
        pace.enter(ACME);
        pace.moved(1_500_000);
        long begun = System.nanoTime();
        pace.enter(ACME);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void anAccountWithOneFillWaitsForOneOfAnothersThousand() throws Exception {
        var pace = pace(1);
        var held = pace.enter(ACME);
        var served = Collections.synchronizedList(new ArrayList<Who>());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 100; i++) {
            threads.add(waits(pace, ACME, served));
        }
        threads.add(waits(pace, GLOBEX, served));
        pace.leave(held);
        Awaits.await("all are served", SOON, () -> served.size() == 101);
        assertThat(served.subList(0, 2)).contains(GLOBEX);
        for (var thread : threads) {
            thread.join();
        }
    }

    @Test
    void whoIsStoppedWhileHeWaitsLeavesNoHole() throws Exception {
        var pace = pace(1);
        var held = pace.enter(ACME);
        var served = Collections.synchronizedList(new ArrayList<Who>());
        var stopped = waits(pace, ACME, served);
        stopped.interrupt();
        stopped.join();
        pace.leave(held);
        pace.enter(GLOBEX);
        assertThat(served).isEmpty();
    }

    private static Thread waits(Pace pace, Who account, List<Who> served) {
        var thread = Thread.ofVirtual().start(() -> {
            try {
                var turn = pace.enter(account);
                served.add(account);
                pace.leave(turn);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Awaits.await("it waits", SOON, () -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private Pace pace(int most) {
        return new Pace(new Limit(most, Rates.NONE), nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void well(Pace pace, int times, long took) {
        for (int i = 0; i < times; i++) {
            pass(Duration.ofSeconds(1));
            pace.well();
            pace.took(EDGE, took);
        }
    }
}
