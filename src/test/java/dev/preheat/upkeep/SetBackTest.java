package dev.preheat.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock that is set back, or forward, by a day while tasks wait and fills are under way. */
@ParameterizedClass
@EnumSource(TestStore.class)
class SetBackTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final EdgeName EDGE = new EdgeName("edge");
    private static final EdgeName BEHIND = new EdgeName("behind");

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;
    private SetBack setBack;
    private EdgeTree edges;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        var all = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        all.put(EDGE, Optional.empty());
        all.put(BEHIND, Optional.of(EDGE));
        edges = new EdgeTree(all);
        tasks = new GivenTasks(database, edges, new Quota(10, ZoneOffset.UTC), clock);
        queue = GivenTasks.queue(database, edges, clock);
        setBack = new SetBack(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingIsMendedWhileTheClockGoesOn() {
        accepted(1);
        queue.again(claim().getFirst(), failed(), clock.instant().plus(Duration.ofHours(1)));
        accepted(1);
        claim();
        assertThat(setBack.mend()).isZero();
        clock.advance(Duration.ofSeconds(-20));
        assertThat(setBack.mend()).isZero();
    }

    @Test
    void whatWasAcceptedBeforeIsClaimedAtOnce() {
        accepted(1);
        clock.advance(DAY.negated());
        assertThat(setBack.mend()).isOne();
        assertThat(claim()).hasSize(1);
    }

    @Test
    void whatWasToBeTriedAgainIs() {
        accepted(1);
        queue.again(claim().getFirst(), failed(), clock.instant().plusSeconds(1));
        clock.advance(DAY.negated());
        assertThat(setBack.mend()).isOne();
        assertThat(claim()).hasSize(1);
    }

    @Test
    void whatADeadProcessHeldIsTakenWhenALeaseIsOver() {
        accepted(1);
        claim();
        clock.advance(DAY.negated());
        assertThat(setBack.mend()).isOne();
        assertThat(claim()).as("whoever holds it may live").isEmpty();
        clock.advance(FillQueue.LEASE);
        assertThat(claim()).hasSize(1);
    }

    @Test
    void whoLivesKeepsWhatHeHolds() {
        accepted(1);
        var held = claim().getFirst();
        clock.advance(DAY.negated());
        setBack.mend();
        assertThat(queue.renew(held, Progress.NONE)).isTrue();
        clock.advance(FillQueue.LEASE.dividedBy(2));
        assertThat(claim()).isEmpty();
        assertThat(queue.succeed(held, proved())).isTrue();
    }

    @Test
    void whatIsHeldForItsShieldStaysHeld() {
        var task = accepted(1);
        clock.advance(DAY.negated());
        setBack.mend();
        assertThat(queue.claim(BEHIND, ACME.account(), 10)).isEmpty();
        assertThat(tasks.find(ACME.id(), task).orElseThrow().fills().get(1).held())
                .isTrue();
    }

    @Test
    void aLeaseThatRanOutByALeapLeavesALateWriterNothing() {
        accepted(1);
        var late = claim().getFirst();
        clock.advance(DAY);
        var next = claim().getFirst();
        assertThat(queue.succeed(late, proved())).isFalse();
        assertThat(queue.succeed(next, proved())).isTrue();
    }

    @Test
    void noDayHasItsQuotaTwice() {
        accepted(10);
        assertThat(tasks.submit(ACME, order(1))).isInstanceOf(Submission.QuotaSpent.class);
        clock.advance(DAY.negated());
        accepted(10);
        assertThat(tasks.submit(ACME, order(1))).isInstanceOf(Submission.QuotaSpent.class);
        clock.advance(DAY);
        assertThat(tasks.submit(ACME, order(1)))
                .as("the day is spent, whatever came between")
                .isInstanceOf(Submission.QuotaSpent.class);
    }

    @Test
    void aDeadProcessThatGaveItsSignADayAheadIsDead() {
        new Processes(database, Set.of("asia"), edges, clock).beat();
        var alive = new Processes(database, Set.of("eu"), edges, clock);
        assertThat(alive.beat()).hasSize(2);
        clock.advance(DAY.negated());
        assertThat(alive.beat()).containsExactly(Set.of("eu"));
    }

    private List<Fill> claim() {
        return queue.claim(EDGE, ACME.account(), 10);
    }

    private TaskId accepted(int cost) {
        return ((Submission.Accepted) tasks.submit(ACME, order(cost))).task();
    }

    private static Order order(int cost) {
        return new Order(
                new RequestKey.None(), cost, List.of(StreamingUrl.stored("http://cdn.example.com/" + cost + ".mp4")));
    }

    private FillOutcome.Proved proved() {
        Instant now = clock.instant();
        var copy = new Proof.Copy(Optional.empty(), Optional.empty(), Optional.empty());
        return new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.empty(), copy), Progress.NONE);
    }

    private static FillOutcome.Failed failed() {
        return new FillOutcome.Failed(FailureClass.TIMEOUT, "slow", true, Progress.NONE);
    }
}
